import CDA
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// Looks at the whole header for what makes filing impossible or wrong, and for what is only unfortunate.
    ///
    /// Which elements must be there, and how bad their absence is, stands in the profiles.
    mutating func checkConformance() {
        let type = profiles.documentType(
            templateIds: document.templateIds.map(\.text), code: document.code?.code, system: document.code?.codeSystem)
        if type == nil {
            findings.add(
                .information, "cda-unknown-document-type", .notFound,
                "The document's type is not known to the profiles.",
                at: document.code?.element ?? document.element, rule: "profiles: document-types",
                remedy: "Have the type added to the profiles; the document is converted by its sections and entries.")
        }
        for requirement in profiles.requirements(of: type) {
            switch requirement.condition {
            case .header(let element):
                if !holds(element) { findings.add(requirement.issue(at: .at(place(of: element)))) }
            case .section(let kind):
                if !allSections.contains(where: { sectionKind($0) == kind }) {
                    findings.add(requirement.issue(at: .at(document.structuredBody ?? document.element)))
                }
            case .path(let rule):
                for place in rule.breaches(in: document.element) { findings.add(requirement.issue(at: .at(place))) }
            case .field: break
            }
        }
        checkDocumentIdentifiers()
        checkEffectiveTime()
        checkPatients()
        checkCustodian()
    }

    private func holds(_ element: HeaderElement) -> Bool {
        switch element {
        case .typeId:
            document.typeId?.root == "2.16.840.1.113883.1.3" && document.typeId?.extension == "POCD_HD000040"
        case .templateId: !document.templateIds.isEmpty
        case .id: document.id?.key != nil && document.id?.root != nil
        case .code: document.code?.code != nil || document.code?.translations.isEmpty == false
        case .title: document.title != nil
        case .effectiveTime: document.effectiveTime?.value != nil
        case .confidentialityCode: document.confidentiality?.code != nil
        case .languageCode: document.languageCode != nil
        case .setId: document.setId?.key != nil
        case .versionNumber: document.versionNumber != nil
        case .recordTarget: !document.patientRoles.isEmpty
        case .patientIdentifier: document.patientRoles.first.map { $0.ids.contains { $0.hasKey } } ?? true
        case .patientName: document.patientRoles.first.map { !$0.names.isEmpty } ?? true
        case .patientGender: document.patientRoles.first.map { $0.gender?.code != nil } ?? true
        case .patientBirthTime: document.patientRoles.first.map { $0.birthTime?.value != nil } ?? true
        case .author: document.authors.contains { $0.entity != nil }
        case .custodian: document.custodian.map { !$0.isEmpty } ?? false
        case .encompassingEncounter: document.encompassingEncounter != nil
        case .legalAuthenticator: document.legalAuthenticator != nil
        case .body: document.structuredBody != nil || document.element.descendant(.component, .nonXMLBody) != nil
        }
    }

    private var allSections: [CDA.Section] {
        var all: [CDA.Section] = []
        var waiting = document.sections
        while let section = waiting.popLast() {
            all.append(section)
            waiting += section.sections
        }
        return all
    }

    /// The nearest element that is there.
    private func place(of element: HeaderElement) -> XMLElement {
        switch element {
        case .patientIdentifier, .patientName, .patientGender, .patientBirthTime:
            guard let role = document.patientRoles.first?.element else { return document.element }
            return element == .patientIdentifier ? role.child(.id) ?? role : role.child(.patient) ?? role
        case .body: return document.structuredBody ?? document.element
        default:
            let name = element.rawValue.split(separator: ".").last.map(String.init) ?? ""
            return document.element.child(name) ?? document.element
        }
    }

    private mutating func checkDocumentIdentifiers() {
        for id in [document.id, document.setId].compactMap({ $0 }) {
            let length = (id.root?.utf8.count ?? 0) + (id.extension?.utf8.count ?? 0)
            guard length > 512 else { continue }
            findings.add(
                .error, "cda-identifier-too-long", .tooLong, "An identifier of the document is longer than 512 bytes.",
                at: id.element, rule: "Ankur limits", remedy: "Send a shorter identifier.")
        }
        if let number = document.element.child(.versionNumber), document.versionNumber.map({ $0 < 0 }) ?? true {
            findings.add(
                .warning, "cda-version-number", .value, "versionNumber is not a whole number.", at: number,
                rule: "CDA R2 4.2.1.8", remedy: "Send 1, 2, 3 …")
        }
    }

    private mutating func checkEffectiveTime() {
        guard let time = document.effectiveTime, time.isInvalid else { return }
        findings.add(
            .error, "cda-effective-time", .value, "The document's effectiveTime is not a possible date.",
            at: time.element,
            rule: "CDA R2 4.2.1.8; data types: TS", remedy: "Send YYYYMMDDHHMMSS±ZZZZ.")
    }

    /// One document is about one person, and we must be able to tell which.
    private mutating func checkPatients() {
        if document.recordTargets.count > 1 {
            findings.add(
                .error, "cda-several-patients", .multipleMatches, "The document has more than one recordTarget.",
                at: document.recordTargets[1], rule: "CDA R2 4.2.2.11", remedy: "Send one document for each patient.")
        }
        guard let role = document.patientRoles.first else {
            if let target = document.recordTargets.first {
                findings.add(
                    .error, "cda-required-element", .required, "recordTarget has no patientRole.", at: target,
                    rule: "CDA R2 4.2.2.11", remedy: "Send recordTarget/patientRole with an identifier.")
            }
            return
        }
        if document.patientRoles.count > document.recordTargets.count
            || role.element.parent?.children(.patientRole).count ?? 1 > 1
        {
            findings.add(
                .error, "cda-several-patients", .multipleMatches, "recordTarget holds more than one patientRole.",
                at: role.element, rule: "CDA R2 4.2.2.11", remedy: "Send one document for each patient.")
        }
        var numbers: [String: String] = [:]
        for id in role.ids {
            guard let root = id.root, let number = id.extension, id.nullFlavor == nil,
                let system = profiles.personSystem(oid: root)
            else { continue }
            do throws(PersonNumberError) {
                let person = try system.identifier(number)
                if let other = numbers.updateValue(person.number, forKey: "\(person.scheme.rawValue)\(person.country)"),
                    other != person.number
                {
                    findings.add(
                        .error, "cda-several-personal-codes", .multipleMatches,
                        "The patient has two different numbers of the same kind.", at: id.element,
                        rule: "CDA R2 4.2.2.11",
                        remedy: "Send the one number that is the patient's.")
                }
            } catch {
                findings.add(
                    .error, "cda-personal-code", .value, Self.message(error), at: id.element,
                    rule: "National rule for personal numbers",
                    remedy: "Correct the number; it must be exactly the one issued.")
            }
        }
        if role.ids.contains(where: { $0.hasKey }), CDAPatients.identifiers(role, profiles, options).isEmpty,
            !findings.issues.contains(where: { $0.code == "cda-personal-code" })
        {
            findings.add(
                .error, "cda-patient-identifier", .required,
                "No identifier of the patient is of a system that is accepted here.",
                at: role.element, rule: "profiles: persons.tsv",
                remedy: "Send patientRole/id with the national identifier.")
        }
    }

    private static func message(_ error: PersonNumberError) -> String {
        switch error {
        case .malformed: "The patient's number cannot be one of the system that its root names."
        case .invalid(.wrongCheckDigit): "The patient's personal code has a wrong check digit."
        case .invalid(.impossibleDate): "The patient's personal code holds an impossible date."
        case .invalid(.wrongLength), .invalid(.notADigit): "The patient's personal code is not eleven digits."
        }
    }

    private mutating func checkCustodian() {
        guard let custodian = document.custodian, !custodian.isEmpty, custodian.ids.allSatisfy({ !$0.hasKey }) else {
            return
        }
        findings.add(
            .warning, "cda-custodian-identifier", .incomplete, "The custodian has no identifier.",
            at: custodian.element,
            rule: "CDA R2 4.2.2.3", remedy: "Send the organisation's registry code as id.")
    }
}

/// Which people a patientRole's identifiers name.
enum CDAPatients {
    /// Those of systems that the profiles know, in document order; without any, those of the sender's own systems if accepted.
    static func identifiers(_ role: PatientRole, _ profiles: ProfileSet, _ options: ConversionOptions)
        -> [PersonIdentifier]
    {
        var known: [PersonIdentifier] = []
        var local: [PersonIdentifier] = []
        var seen: Set<PersonIdentifier> = []
        for id in role.ids where id.nullFlavor == nil {
            guard let root = id.root else { continue }
            if let system = profiles.personSystem(oid: root) {
                if let person = try? system.identifier(id.extension ?? ""), seen.insert(person).inserted {
                    known.append(person)
                }
            } else if let person = PersonIdentifier(
                scheme: .local, country: "ZZ", number: "\(root)|\(id.extension ?? "")"),
                seen.insert(person).inserted
            {
                local.append(person)
            }
        }
        return known.isEmpty && options.acceptLocalIdentifiers ? local : known
    }
}
