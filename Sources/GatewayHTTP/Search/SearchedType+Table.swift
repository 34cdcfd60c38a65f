extension SearchedType {
    /// Every type that records are made of. Names and meanings are those of R4's SearchParameters; a type is found by the person it is about.
    static let all: [SearchedType] = [
        SearchedType(
            "AllergyIntolerance",
            tokens: [
                "code=code|reaction.substance", "category", "clinical-status", "verification-status", "criticality",
                "type", "identifier", "manifestation=reaction.manifestation", "severity=reaction.severity",
            ], dates: ["date=recordedDate", "onset=reaction.onset"], references: ["asserter", "recorder"]),
        SearchedType(
            "Appointment",
            tokens: ["status", "identifier", "service-type", "specialty", "appointment-type", "reason-code"],
            dates: ["date=start"], references: ["actor=participant.actor", "based-on"]),
        SearchedType("Basic", tokens: ["code", "identifier"], dates: ["created"], references: ["author"]),
        SearchedType(
            "CareTeam", tokens: ["status", "category", "identifier"], dates: ["date=period"],
            references: ["participant=participant.member", "encounter"]),
        SearchedType(
            "Composition",
            tokens: ["type", "category", "status", "confidentiality", "identifier", "section=section.code"],
            dates: ["date", "period=event.period"],
            references: ["author", "encounter", "attester=attester.party", "entry=section.entry"], strings: ["title"]),
        SearchedType(
            "Condition",
            tokens: [
                "code", "category", "clinical-status", "verification-status", "severity", "body-site", "identifier",
            ],
            dates: [
                "onset-date=onsetDateTime|onsetPeriod", "abatement-date=abatementDateTime|abatementPeriod",
                "recorded-date",
            ], references: ["encounter", "asserter"]),
        SearchedType("Consent", isReadOnly: true),
        SearchedType(
            "Coverage", tokens: ["status", "type", "identifier"],
            references: ["beneficiary", "payor", "subscriber", "policy-holder"]),
        SearchedType(
            "Device", tokens: ["identifier", "status", "type"], references: ["organization=owner", "location"],
            strings: ["manufacturer", "model=modelNumber", "device-name=deviceName.name"]),
        SearchedType("DeviceUseStatement", tokens: ["identifier"], references: ["device"]),
        SearchedType(
            "DiagnosticReport",
            tokens: ["code", "category", "status", "identifier", "conclusion=conclusionCode"],
            dates: ["date=effectiveDateTime|effectivePeriod", "issued"],
            references: [
                "encounter", "performer", "result", "specimen", "based-on", "results-interpreter", "media=media.link",
            ]),
        SearchedType("DocumentReference", isReadOnly: true),
        SearchedType(
            "Encounter",
            tokens: [
                "class", "type", "status", "identifier", "reason-code", "participant-type=participant.type",
            ], dates: ["date=period"],
            references: [
                "participant=participant.individual", "location=location.location", "service-provider", "part-of",
                "diagnosis=diagnosis.condition", "appointment",
            ]),
        SearchedType(
            "FamilyMemberHistory", tokens: ["code=condition.code", "relationship", "status", "sex", "identifier"],
            dates: ["date"]),
        SearchedType(
            "Goal", tokens: ["lifecycle-status", "achievement-status", "category", "identifier"],
            dates: ["start-date", "target-date=target.dueDate"]),
        SearchedType(
            "Immunization",
            tokens: ["vaccine-code", "status", "status-reason", "reason-code", "identifier"],
            dates: ["date=occurrenceDateTime", "reaction-date=reaction.date"],
            references: ["performer=performer.actor", "manufacturer", "location", "reaction=reaction.detail"],
            strings: ["lot-number"]),
        SearchedType(
            "Location", tokens: ["identifier", "type", "status"],
            references: ["organization=managingOrganization", "partof=partOf"],
            strings: ["name", "address", "address-city=address.city"]),
        SearchedType(
            "Media", tokens: ["status", "type", "modality", "view", "identifier", "site=bodySite"],
            dates: ["created=createdDateTime|createdPeriod"],
            references: ["encounter", "operator", "device", "based-on"]),
        SearchedType(
            "Medication",
            tokens: [
                "code", "status", "form", "identifier", "ingredient-code=ingredient.itemCodeableConcept",
                "lot-number=batch.lotNumber",
            ], dates: ["expiration-date=batch.expirationDate"],
            references: ["manufacturer", "ingredient=ingredient.itemReference"]),
        SearchedType(
            "MedicationDispense", tokens: ["code=medicationCodeableConcept", "status", "type", "identifier"],
            dates: ["whenhandedover=whenHandedOver", "whenprepared=whenPrepared"],
            references: [
                "medication=medicationReference", "performer=performer.actor", "prescription=authorizingPrescription",
                "context",
            ]),
        SearchedType(
            "MedicationRequest",
            tokens: ["code=medicationCodeableConcept", "status", "intent", "category", "priority", "identifier"],
            dates: ["authoredon=authoredOn"],
            references: ["medication=medicationReference", "requester", "encounter"]),
        SearchedType(
            "MedicationStatement",
            tokens: ["code=medicationCodeableConcept", "category", "status", "identifier"],
            dates: ["effective=effectiveDateTime|effectivePeriod"],
            references: ["medication=medicationReference", "context", "source=informationSource"]),
        SearchedType(
            "MessageHeader", tokens: ["event=eventCoding"], references: ["author", "sender", "enterer", "responsible"]),
        SearchedType(
            "Observation",
            tokens: [
                "code", "category", "status", "identifier", "method", "component-code=component.code",
                "combo-code=code|component.code", "value-concept=valueCodeableConcept", "data-absent-reason",
            ],
            dates: [
                "date=effectiveDateTime|effectivePeriod|effectiveInstant", "value-date=valueDateTime|valuePeriod",
            ],
            references: [
                "encounter", "performer", "specimen", "device", "has-member", "derived-from", "based-on", "part-of",
            ], strings: ["value-string=valueString"]),
        SearchedType(
            "Organization", tokens: ["identifier", "type", "active"], references: ["partof=partOf"],
            strings: ["name=name|alias", "address", "address-city=address.city"]),
        SearchedType(
            "Patient", tokens: ["gender", "active"], dates: ["birthdate=birthDate", "death-date=deceasedDateTime"],
            references: ["organization=managingOrganization", "general-practitioner"],
            strings: ["name", "family=name.family", "given=name.given"]),
        SearchedType(
            "Practitioner", tokens: ["identifier", "active", "gender"],
            strings: ["name", "family=name.family", "given=name.given"]),
        SearchedType(
            "PractitionerRole", tokens: ["identifier", "role=code", "specialty", "active"], dates: ["date=period"],
            references: ["practitioner", "organization", "location"]),
        SearchedType(
            "Procedure", tokens: ["code", "category", "status", "identifier", "reason-code"],
            dates: ["date=performedDateTime|performedPeriod"],
            references: ["encounter", "performer=performer.actor", "location", "part-of", "based-on"]),
        SearchedType(
            "Provenance", tokens: ["agent-type=agent.type", "agent-role=agent.role"],
            dates: ["recorded", "when=occurredDateTime|occurredPeriod"],
            references: ["target", "agent=agent.who", "location", "entity=entity.what"]),
        SearchedType(
            "RelatedPerson", tokens: ["identifier", "active", "gender", "relationship"], dates: ["birthdate=birthDate"],
            strings: ["name", "address"]),
        SearchedType(
            "ServiceRequest",
            tokens: ["code", "category", "status", "intent", "priority", "identifier", "requisition", "body-site"],
            dates: ["authored=authoredOn", "occurrence=occurrenceDateTime|occurrencePeriod"],
            references: ["encounter", "requester", "performer", "specimen", "based-on", "replaces"]),
        SearchedType(
            "Specimen", tokens: ["identifier", "type", "status", "accession=accessionIdentifier"],
            dates: ["collected=collection.collectedDateTime|collection.collectedPeriod"],
            references: ["collector=collection.collector", "parent"]),
    ]

    /// The registry's own entries, one a record (IHE MHD ITI-67). What the registry does not know of a record matches nothing.
    static let registry = SearchedType(
        "DocumentReference",
        tokens: [
            "identifier=masterIdentifier|identifier", "status", "type", "category", "event=context.event",
            "facility=context.facilityType", "setting=context.practiceSetting", "format=content.format",
            "contenttype=content.attachment.contentType", "security-label", "relation=relatesTo.code",
            "related.identifier=relatesTo.target.identifier",
        ],
        dates: ["date", "creation=content.attachment.creation", "period=context.period"],
        references: ["related=context.related"],
        strings: [
            "author.given=author.display", "author.family=author.display", "description",
            "custodian.name=custodian.display",
        ])

    /// A DocumentReference that stands in a record.
    static let documentReferenceOfRecord = SearchedType("DocumentReference", isReadOnly: true)

    static let searchable = all.filter { !$0.isReadOnly }
}
