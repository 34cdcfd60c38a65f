public import JSONText

extension Parameters {
    public func write(to json: inout JSONWriter) {
        json.beginResource(Self.resourceType)
        json.element("id", id)
        json.element("meta", meta)
        json.element("implicitRules", implicitRules)
        json.element("language", language)
        json.element("parameter", parameter)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json, resource: Self.resourceType)
        id = try element.text("id", as: .id)
        implicitRules = try element.text("implicitRules", as: .uri)
        language = try element.text("language", as: .code)
        parameter = try element.array("parameter")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Parameters.Parameter {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("name", name)
        value?.write(to: &json)
        json.element("resource", resource)
        json.element("part", part)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        name = try element.requiredText("name")
        value = try Parameters.Parameter.Value(reading: &element)
        resource = try element.optional("resource")
        part = try element.array("part")
        try element.end()
    }
}

extension Parameters.Parameter.Value {
    func write(to json: inout JSONWriter) {
        switch self {
        case .base64Binary(let value): json.element("valueBase64Binary", value)
        case .boolean(let value): json.element("valueBoolean", value)
        case .canonical(let value): json.element("valueCanonical", value)
        case .code(let value): json.element("valueCode", value)
        case .date(let value): json.element("valueDate", value)
        case .dateTime(let value): json.element("valueDateTime", value)
        case .decimal(let value): json.element("valueDecimal", value)
        case .id(let value): json.element("valueId", value)
        case .instant(let value): json.element("valueInstant", value)
        case .integer(let value): json.element("valueInteger", value)
        case .markdown(let value): json.element("valueMarkdown", value)
        case .oid(let value): json.element("valueOid", value)
        case .positiveInt(let value): json.element("valuePositiveInt", value)
        case .string(let value): json.element("valueString", value)
        case .time(let value): json.element("valueTime", value)
        case .unsignedInt(let value): json.element("valueUnsignedInt", value)
        case .uri(let value): json.element("valueUri", value)
        case .url(let value): json.element("valueUrl", value)
        case .uuid(let value): json.element("valueUuid", value)
        case .address(let value): json.element("valueAddress", value)
        case .age(let value): json.element("valueAge", value)
        case .annotation(let value): json.element("valueAnnotation", value)
        case .attachment(let value): json.element("valueAttachment", value)
        case .codeableConcept(let value): json.element("valueCodeableConcept", value)
        case .coding(let value): json.element("valueCoding", value)
        case .contactPoint(let value): json.element("valueContactPoint", value)
        case .count(let value): json.element("valueCount", value)
        case .distance(let value): json.element("valueDistance", value)
        case .duration(let value): json.element("valueDuration", value)
        case .humanName(let value): json.element("valueHumanName", value)
        case .identifier(let value): json.element("valueIdentifier", value)
        case .money(let value): json.element("valueMoney", value)
        case .period(let value): json.element("valuePeriod", value)
        case .quantity(let value): json.element("valueQuantity", value)
        case .range(let value): json.element("valueRange", value)
        case .ratio(let value): json.element("valueRatio", value)
        case .reference(let value): json.element("valueReference", value)
        case .sampledData(let value): json.element("valueSampledData", value)
        case .signature(let value): json.element("valueSignature", value)
        case .timing(let value): json.element("valueTiming", value)
        case .contactDetail(let value): json.element("valueContactDetail", value)
        case .usageContext(let value): json.element("valueUsageContext", value)
        case .dosage(let value): json.element("valueDosage", value)
        case .meta(let value): json.element("valueMeta", value)
        }
    }

    /// Not supported, and refused as unknown elements: types that describe artefacts, not patients
    /// (`valueContributor`, `valueDataRequirement`, `valueExpression`,
    /// `valueParameterDefinition`, `valueRelatedArtifact`, `valueTriggerDefinition`).
    init?(reading element: inout ElementReader) throws(FHIRError) {
        switch element.choice("value") {
        case "Base64Binary": self = .base64Binary(try element.requiredText("valueBase64Binary", as: .base64Binary))
        case "Boolean": self = .boolean(try element.requiredBoolean("valueBoolean"))
        case "Canonical": self = .canonical(try element.requiredText("valueCanonical", as: .uri))
        case "Code": self = .code(try element.requiredText("valueCode", as: .code))
        case "Date": self = .date(try element.requiredText("valueDate", as: .date))
        case "DateTime": self = .dateTime(try element.requiredText("valueDateTime", as: .dateTime))
        case "Decimal": self = .decimal(try element.requiredDecimal("valueDecimal"))
        case "Id": self = .id(try element.requiredText("valueId", as: .id))
        case "Instant": self = .instant(try element.requiredText("valueInstant", as: .instant))
        case "Integer": self = .integer(try element.requiredInteger("valueInteger"))
        case "Markdown": self = .markdown(try element.requiredText("valueMarkdown"))
        case "Oid": self = .oid(try element.requiredText("valueOid", as: .uri))
        case "PositiveInt": self = .positiveInt(try element.requiredInteger("valuePositiveInt", from: 1))
        case "String": self = .string(try element.requiredText("valueString"))
        case "Time": self = .time(try element.requiredText("valueTime", as: .time))
        case "UnsignedInt": self = .unsignedInt(try element.requiredInteger("valueUnsignedInt", from: 0))
        case "Uri": self = .uri(try element.requiredText("valueUri", as: .uri))
        case "Url": self = .url(try element.requiredText("valueUrl", as: .uri))
        case "Uuid": self = .uuid(try element.requiredText("valueUuid", as: .uri))
        case "Address": self = .address(try element.required("valueAddress"))
        case "Age": self = .age(try element.required("valueAge"))
        case "Annotation": self = .annotation(try element.required("valueAnnotation"))
        case "Attachment": self = .attachment(try element.required("valueAttachment"))
        case "CodeableConcept": self = .codeableConcept(try element.required("valueCodeableConcept"))
        case "Coding": self = .coding(try element.required("valueCoding"))
        case "ContactPoint": self = .contactPoint(try element.required("valueContactPoint"))
        case "Count": self = .count(try element.required("valueCount"))
        case "Distance": self = .distance(try element.required("valueDistance"))
        case "Duration": self = .duration(try element.required("valueDuration"))
        case "HumanName": self = .humanName(try element.required("valueHumanName"))
        case "Identifier": self = .identifier(try element.required("valueIdentifier"))
        case "Money": self = .money(try element.required("valueMoney"))
        case "Period": self = .period(try element.required("valuePeriod"))
        case "Quantity": self = .quantity(try element.required("valueQuantity"))
        case "Range": self = .range(try element.required("valueRange"))
        case "Ratio": self = .ratio(try element.required("valueRatio"))
        case "Reference": self = .reference(try element.required("valueReference"))
        case "SampledData": self = .sampledData(try element.required("valueSampledData"))
        case "Signature": self = .signature(try element.required("valueSignature"))
        case "Timing": self = .timing(try element.required("valueTiming"))
        case "ContactDetail": self = .contactDetail(try element.required("valueContactDetail"))
        case "UsageContext": self = .usageContext(try element.required("valueUsageContext"))
        case "Dosage": self = .dosage(try element.required("valueDosage"))
        case "Meta": self = .meta(try element.required("valueMeta"))
        default: return nil
        }
    }
}
