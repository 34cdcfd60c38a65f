public import JSONText

extension Goal {
    public func write(to json: inout JSONWriter) {
        json.beginResource(Self.resourceType)
        json.element("id", id)
        json.element("meta", meta)
        json.element("implicitRules", implicitRules)
        json.element("language", language)
        json.element("text", text)
        json.element("contained", contained)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("identifier", identifier)
        json.element("lifecycleStatus", lifecycleStatus)
        json.element("achievementStatus", achievementStatus)
        json.element("category", category)
        json.element("priority", priority)
        json.element("description", description)
        json.element("subject", subject)
        start?.write(to: &json)
        json.element("target", target)
        json.element("statusDate", statusDate)
        json.element("statusReason", statusReason)
        json.element("expressedBy", expressedBy)
        json.element("addresses", addresses)
        json.element("note", note)
        json.element("outcomeCode", outcomeCode)
        json.element("outcomeReference", outcomeReference)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json, resource: Self.resourceType)
        id = try element.text("id", as: .id)
        implicitRules = try element.text("implicitRules", as: .uri)
        language = try element.text("language", as: .code)
        text = try element.optional("text")
        contained = try element.array("contained")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        identifier = try element.array("identifier")
        lifecycleStatus = try element.requiredCode("lifecycleStatus")
        achievementStatus = try element.optional("achievementStatus")
        category = try element.array("category")
        priority = try element.optional("priority")
        description = try element.required("description")
        subject = try element.required("subject")
        start = try Goal.Start(reading: &element)
        target = try element.array("target")
        statusDate = try element.text("statusDate", as: .date)
        statusReason = try element.text("statusReason")
        expressedBy = try element.optional("expressedBy")
        addresses = try element.array("addresses")
        note = try element.array("note")
        outcomeCode = try element.array("outcomeCode")
        outcomeReference = try element.array("outcomeReference")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Goal.Start {
    func write(to json: inout JSONWriter) {
        switch self {
        case .date(let value): json.element("startDate", value)
        case .codeableConcept(let value): json.element("startCodeableConcept", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("startDate", as: .date) {
            self = .date(value)
        } else if let value: CodeableConcept = try element.optional("startCodeableConcept") {
            self = .codeableConcept(value)
        } else {
            return nil
        }
    }
}

extension Goal.Target {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("measure", measure)
        detail?.write(to: &json)
        due?.write(to: &json)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        measure = try element.optional("measure")
        detail = try Goal.Target.Detail(reading: &element)
        due = try Goal.Target.Due(reading: &element)
        try element.end()
    }
}

extension Goal.Target.Detail {
    func write(to json: inout JSONWriter) {
        switch self {
        case .quantity(let value): json.element("detailQuantity", value)
        case .range(let value): json.element("detailRange", value)
        case .codeableConcept(let value): json.element("detailCodeableConcept", value)
        case .string(let value): json.element("detailString", value)
        case .boolean(let value): json.element("detailBoolean", value)
        case .integer(let value): json.element("detailInteger", value)
        case .ratio(let value): json.element("detailRatio", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Quantity = try element.optional("detailQuantity") {
            self = .quantity(value)
        } else if let value: FHIRRange = try element.optional("detailRange") {
            self = .range(value)
        } else if let value: CodeableConcept = try element.optional("detailCodeableConcept") {
            self = .codeableConcept(value)
        } else if let value = try element.text("detailString") {
            self = .string(value)
        } else if let value = try element.boolean("detailBoolean") {
            self = .boolean(value)
        } else if let value = try element.integer("detailInteger") {
            self = .integer(value)
        } else if let value: Ratio = try element.optional("detailRatio") {
            self = .ratio(value)
        } else {
            return nil
        }
    }
}

extension Goal.Target.Due {
    func write(to json: inout JSONWriter) {
        switch self {
        case .date(let value): json.element("dueDate", value)
        case .duration(let value): json.element("dueDuration", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("dueDate", as: .date) {
            self = .date(value)
        } else if let value: Quantity = try element.optional("dueDuration") {
            self = .duration(value)
        } else {
            return nil
        }
    }
}
