import JSONText

/// Which elements of a type are in every answer, and which are in its summary: R4's own marks (`min` and `isSummary` of the StructureDefinitions in
/// hl7.fhir.r4.core 4.0.1), first level only. `[x]` stands for any type of a choice.
struct ResourceElements: Sendable {
    let mandatory: [String]
    let summary: [String]

    private init(_ mandatory: String, _ summary: String) {
        self.mandatory = mandatory.split(separator: " ").map(String.init)
        self.summary = summary.split(separator: " ").map(String.init)
    }

    static func of(_ type: String) -> ResourceElements { all[type] ?? ResourceElements("", "") }

    private static let all: [String: ResourceElements] = [
        "AllergyIntolerance": ResourceElements(
            "patient",
            "identifier clinicalStatus verificationStatus type category criticality code asserter"),
        "Appointment": ResourceElements(
            "status participant",
            "identifier cancelationReason serviceCategory serviceType specialty appointmentType reasonCode "
                + "start end"),
        "Basic": ResourceElements(
            "code",
            "identifier subject created author"),
        "CareTeam": ResourceElements(
            "",
            "identifier status category name subject encounter period managingOrganization"),
        "Composition": ResourceElements(
            "status type date author title",
            "identifier category subject encounter confidentiality custodian event"),
        "Condition": ResourceElements(
            "subject",
            "identifier clinicalStatus verificationStatus code bodySite encounter onset[x] recordedDate "
                + "recorder asserter"),
        "Consent": ResourceElements(
            "status scope category",
            "identifier patient dateTime performer organization source[x] policyRule verification provision"),
        "Coverage": ResourceElements(
            "status beneficiary payor",
            "identifier type policyHolder subscriber subscriberId dependent period order network"),
        "Device": ResourceElements(
            "",
            "udiCarrier status safety"),
        "DeviceUseStatement": ResourceElements(
            "status subject device",
            "identifier basedOn derivedFrom timing[x] recordedOn source reasonCode reasonReference bodySite"),
        "DiagnosticReport": ResourceElements(
            "status code",
            "identifier category subject encounter effective[x] issued performer resultsInterpreter media"),
        "DocumentReference": ResourceElements(
            "status content",
            "masterIdentifier identifier docStatus type category subject date author relatesTo description "
                + "securityLabel context"),
        "Encounter": ResourceElements(
            "status class",
            "identifier type serviceType subject episodeOfCare participant appointment reasonCode "
                + "reasonReference diagnosis"),
        "FamilyMemberHistory": ResourceElements(
            "status patient relationship",
            "identifier instantiatesCanonical instantiatesUri dataAbsentReason date name sex age[x] "
                + "estimatedAge deceased[x] reasonCode reasonReference"),
        "Goal": ResourceElements(
            "lifecycleStatus description subject",
            "achievementStatus category priority start[x] statusDate expressedBy"),
        "Immunization": ResourceElements(
            "status vaccineCode patient occurrence[x]",
            "primarySource performer note isSubpotent"),
        "Location": ResourceElements(
            "",
            "identifier status operationalStatus name description mode type physicalType managingOrganization"),
        "Media": ResourceElements(
            "status content",
            "identifier basedOn partOf type modality view subject encounter created[x] issued operator "
                + "reasonCode bodySite deviceName device height width frames duration"),
        "Medication": ResourceElements(
            "",
            "identifier code status manufacturer amount"),
        "MedicationDispense": ResourceElements(
            "status medication[x]",
            "subject whenPrepared"),
        "MedicationRequest": ResourceElements(
            "status intent medication[x] subject",
            "priority doNotPerform reported[x] authoredOn requester performerType instantiatesCanonical "
                + "instantiatesUri basedOn groupIdentifier"),
        "MedicationStatement": ResourceElements(
            "status medication[x] subject",
            "identifier basedOn partOf category context effective[x] dateAsserted"),
        "MessageHeader": ResourceElements(
            "event[x] source",
            "destination sender enterer author responsible reason response focus definition"),
        "Observation": ResourceElements(
            "status code",
            "identifier basedOn partOf subject focus encounter effective[x] issued performer value[x] "
                + "hasMember derivedFrom component"),
        "Organization": ResourceElements(
            "",
            "identifier active type name partOf"),
        "Patient": ResourceElements(
            "",
            "identifier active name telecom gender birthDate deceased[x] address managingOrganization link"),
        "Practitioner": ResourceElements(
            "",
            "identifier active name telecom address gender birthDate"),
        "PractitionerRole": ResourceElements(
            "",
            "identifier active period practitioner organization code specialty location telecom"),
        "Procedure": ResourceElements(
            "status subject",
            "identifier instantiatesCanonical instantiatesUri basedOn partOf statusReason category code "
                + "encounter performed[x] recorder asserter performer location reasonCode reasonReference "
                + "bodySite outcome"),
        "Provenance": ResourceElements(
            "target recorded agent",
            ""),
        "RelatedPerson": ResourceElements(
            "patient",
            "identifier active relationship name telecom gender birthDate address"),
        "ServiceRequest": ResourceElements(
            "status intent subject",
            "identifier instantiatesCanonical instantiatesUri basedOn replaces requisition category "
                + "priority doNotPerform code orderDetail quantity[x] encounter occurrence[x] asNeeded[x] "
                + "authoredOn requester performerType performer locationCode locationReference reasonCode "
                + "reasonReference specimen bodySite patientInstruction"),
        "Specimen": ResourceElements(
            "",
            "identifier accessionIdentifier status type subject receivedTime condition"),
    ]
}

/// How much of a resource is wanted (R4 3.1.1.5.8, 3.1.1.5.9).
enum ResourceSubset: Hashable, Sendable {
    case whole
    /// `_summary=true`
    case summary
    /// `_summary=text`: the narrative and what is mandatory.
    case text
    /// `_summary=data`: all but the narrative.
    case data
    /// `_elements`
    case elements([String])

    /// What stays of a resource. What is left out is said in `meta.tag`.
    func applied(to resource: JSONValue) -> JSONValue {
        guard self != .whole, case .object(let members) = resource, let type = resource["resourceType"]?.stringValue
        else {
            return resource
        }
        let elements = ResourceElements.of(type)
        func isNamed(_ key: String, _ names: [String]) -> Bool {
            let plain = key.hasPrefix("_") ? String(key.dropFirst()) : key
            return names.contains { name in
                name.hasSuffix("[x]")
                    ? plain.hasPrefix(name.dropLast(3)) && plain.dropFirst(name.count - 3).first?.isUppercase ?? false
                    : plain == name
            }
        }
        let kept = members.filter { member in
            switch member.key {
            case "resourceType", "id", "meta", "implicitRules", "modifierExtension": return true
            default: break
            }
            if self == .data { return member.key != "text" }
            if isNamed(member.key, elements.mandatory) { return true }
            switch self {
            case .summary: return isNamed(member.key, elements.summary)
            case .text: return member.key == "text"
            case .elements(let names): return isNamed(member.key, names + names.map { "\($0)[x]" })
            case .whole, .data: return true
            }
        }
        return .object(kept.map { $0.key == "meta" ? JSONMember(key: "meta", value: $0.value.taggedSubsetted) : $0 })
    }

    /// The parameters `_summary` and `_elements`, of which the latter says more; `_summary=count` is about the answer, not about a resource.
    init(_ fields: FormFields) throws {
        guard ["true", "text", "data", "count", "false", nil].contains(fields["_summary"]) else {
            throw HTTPFault.badRequest(
                .parameterInvalid("_summary", remedy: "Give true, text, data, count or false."))
        }
        if let elements = fields["_elements"] {
            let names = elements.split(separator: ",", omittingEmptySubsequences: false)
            guard names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 | 0x20 >= 97 && $0 | 0x20 <= 122 } }) else {
                throw HTTPFault.badRequest(
                    .parameterInvalid("_elements", remedy: "Name elements of the first level, joined by commas."))
            }
            self = .elements(names.map(String.init))
            return
        }
        switch fields["_summary"] {
        case "true": self = .summary
        case "text": self = .text
        case "data": self = .data
        default: self = .whole
        }
    }
}

extension JSONValue {
    fileprivate var taggedSubsetted: JSONValue {
        let tag = JSONValue.object([
            JSONMember(
                key: "system", value: .string("http://terminology.hl7.org/CodeSystem/v3-ObservationValue")),
            JSONMember(key: "code", value: .string("SUBSETTED")),
        ])
        guard case .object(let members) = self else { return self }
        let tags = (self["tag"]?.arrayValue ?? []) + [tag]
        return .object(members.filter { $0.key != "tag" } + [JSONMember(key: "tag", value: .array(tags))])
    }
}
