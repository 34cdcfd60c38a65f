import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// substanceAdministration of a vaccine → Immunization; a refused one is `not-done`, with its reason.
    mutating func immunization(_ statement: ClinicalStatement, in context: SectionContext) -> Reference {
        var status =
            mapped("immunization-status", statement.statusCode).flatMap(Immunization.Status.init(rawValue:))
            ?? .completed
        if statement.isNegated, status != .enteredInError { status = .notDone }
        if status == .completed, isWithoutVaccine(statement) { status = .notDone }
        let product = statement.manufacturedProduct
        let material = product?.child(.manufacturedMaterial) ?? product?.child(.manufacturedLabeledDrug)
        let absence = statement.code.flatMap { $0.isAbsentOrUnknown ? concept($0) : nil }
        let vaccine =
            concept(material?.child(.code).map(ConceptDescriptor.init)) ?? absence
            ?? material?.child(.name)?.plainText.map { CodeableConcept(text: $0) } ?? CodeableConcept(text: "unknown")
        let when = time(statement.effectiveTime)?.point
        var resource = Immunization(
            status: status, vaccineCode: vaccine, patient: patient,
            occurrence: when.map { .dateTime($0) } ?? .string("unknown"))
        resource.identifier = identifiers(statement.ids)
        resource.encounter = encounter
        resource.lotNumber = material?.child(.lotNumberText)?.plainText
        if let maker = product?.child(.manufacturerOrganization).map(CDA.Organization.init), !maker.isEmpty {
            resource.manufacturer = organization(maker)
        }
        resource.doseQuantity = quantity(statement.element.child(.doseQuantity).map { PhysicalQuantity($0) })
        resource.route = concept(statement.route)
        resource.site = statement.approachSites.compactMap { self.concept($0) }.first
        let (performers, others) = professionals(statement)
        resource.extension += others
        resource.performer = performers.map {
            Immunization.Performer(function: fixed("http://terminology.hl7.org/CodeSystem/v2-0443", "AP"), actor: $0)
        }
        for participant in statement.participants where participant.typeCode == "LOC" && resource.location == nil {
            guard let role = participant.role else { continue }
            take(participant)
            resource.location = place(role)
        }
        if let code = concept(statement.code), code != vaccine {
            resource.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
        }
        resource.extension += priorityExtension(statement)
        for function in concepts(statement.performers.compactMap(\.functionCode)) {
            for position in resource.performer.indices {
                resource.performer[position].function?.coding += function.coding
            }
        }
        resource.identifier += identifiers(product?.children(.id).map(InstanceIdentifier.init) ?? [])
        resource.expirationDate = date(
            (material?.child(.expirationTime, in: .sdtc) ?? material?.children.first { $0.isNamed(.expirationTime) })
                .map(TimeStamp.init))
        resource.recorded = recordedTime(statement)
        mapReasons(statement, into: &resource)
        mapDoseNumber(statement, into: &resource)
        for related in statement.related where isReaction(related) && !isTaken(related.statement) {
            let context = SectionContext(kind: nil, code: nil)
            var references: [Reference]
            if kind(of: related.statement) == .reaction || related.statement.isNegated {
                references = map(related.statement, in: context)
            } else {
                // IHE PCC writes it as a problem: it is none of the problem list.
                take(related.statement)
                references = [observation(related.statement, in: context)]
                references += mapRemaining(below: related.statement, in: context)
            }
            for reference in only("Observation", references) {
                resource.reaction.append(
                    Immunization.Reaction(date: time(related.statement.effectiveTime)?.point, detail: reference))
            }
        }
        resource.note = notes(statement)
        return add(&resource, from: statement)
    }

    /// What the vaccine caused.
    private func isReaction(_ related: RelatedStatement) -> Bool {
        if kind(of: related.statement) == .reaction { return true }
        return related.typeCode == "CAUS" && !related.isNegated && !related.isInverted
            && related.statement.kind == .observation && related.statement.mood == .event
            && related.statement.subject == nil
    }

    /// CVX 998 says that no vaccine was given, a code of IPS that none is known: neither may be counted as a vaccination.
    private func isWithoutVaccine(_ statement: ClinicalStatement) -> Bool {
        let material = statement.manufacturedProduct?.child(.manufacturedMaterial)
        let codes = [statement.code, material?.child(.code).map(ConceptDescriptor.init)].compactMap { $0 }
        if codes.contains(where: \.isAbsentOrUnknown) { return true }
        guard let code = material?.child(.code).map(ConceptDescriptor.init), code.code == "998" else { return false }
        return systemURI(code) == "http://hl7.org/fhir/sid/cvx"
    }

    private mutating func mapReasons(_ statement: ClinicalStatement, into resource: inout Immunization) {
        for refusal in takeRelated(statement, [.immunizationRefusalReason]) {
            let value = refusal.values.first.map(ConceptDescriptor.init)
            resource.statusReason = resource.statusReason ?? concept(value) ?? concept(refusal.code)
        }
        let (codes, references) = reasons(statement)
        if resource.status == .notDone, resource.statusReason == nil {
            resource.statusReason = codes.first
            resource.reasonCode = Array(codes.dropFirst())
        } else {
            resource.reasonCode = codes
        }
        if resource.status == .notDone {
            // R4: reasonReference says why it was given.
            loose += references
            if !references.isEmpty, resource.statusReason == nil {
                findings.add(
                    .information, "cda-reason-not-linked", .informational,
                    "Why a vaccine was not given is told by another entry; R4 has no link for it, the section lists it.",
                    at: statement.element, rule: "FHIR R4: Immunization.statusReason",
                    remedy: "Send the reason as a code too.")
            }
        } else {
            resource.reasonReference = references
        }
    }

    /// Which dose it was (repeatNumber, or a series number observation below), and against what.
    private mutating func mapDoseNumber(_ statement: ClinicalStatement, into resource: inout Immunization) {
        var number = statement.element.child(.repeatNumber)?.word(.value).flatMap { Int($0) }
        for series in takeRelated(statement, [.seriesNumber]) {
            number = series.values.first?.word(.value).flatMap { Int($0) } ?? number
        }
        var diseases: [CodeableConcept] = []
        for target in takeRelated(statement, [.targetDisease]) {
            for value in target.values {
                guard let disease = concept(ConceptDescriptor(value)), !diseases.contains(disease) else { continue }
                diseases.append(disease)
            }
        }
        // ELGA names the schedule and the dose within it as a criterion; any other one is a condition.
        let criterion = statement.element.descendant(.precondition, .criterion).flatMap { criterion in
            criterion.child(.code)?.word(.codeSystem)?.hasPrefix("1.2.40.0.34.") == true ? criterion : nil
        }
        let schedule = concept(criterion?.child(.code).map(ConceptDescriptor.init))
        let dose = concept(criterion?.child(.value).map(ConceptDescriptor.init))
        let known = number.flatMap { $0 > 0 ? Immunization.ProtocolApplied.DoseNumber.positiveInt($0) : nil }
        let words = dose?.text ?? dose?.coding.first?.code
        guard known != nil || !diseases.isEmpty || schedule != nil || dose != nil else { return }
        var applied = Immunization.ProtocolApplied(
            series: schedule?.text ?? schedule?.coding.first?.code, targetDisease: diseases,
            doseNumber: known ?? .string(words ?? "unknown"))
        for code in [schedule, dose].compactMap({ $0 }) where !code.coding.isEmpty {
            applied.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
        }
        resource.protocolApplied = [applied]
    }
}
