public import JSONText

extension Composition {
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
        json.element("status", status)
        json.element("type", type)
        json.element("category", category)
        json.element("subject", subject)
        json.element("encounter", encounter)
        json.element("date", date)
        json.element("author", author)
        json.element("title", title)
        json.element("confidentiality", confidentiality)
        json.element("attester", attester)
        json.element("custodian", custodian)
        json.element("relatesTo", relatesTo)
        json.element("event", event)
        json.element("section", section)
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
        identifier = try element.optional("identifier")
        status = try element.requiredCode("status")
        type = try element.required("type")
        category = try element.array("category")
        subject = try element.optional("subject")
        encounter = try element.optional("encounter")
        date = try element.requiredText("date", as: .dateTime)
        author = try element.array("author", atLeast: 1)
        title = try element.requiredText("title")
        confidentiality = try element.code("confidentiality")
        attester = try element.array("attester")
        custodian = try element.optional("custodian")
        relatesTo = try element.array("relatesTo")
        event = try element.array("event")
        section = try element.array("section")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Composition.Attester {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("mode", mode)
        json.element("time", time)
        json.element("party", party)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        mode = try element.requiredCode("mode")
        time = try element.text("time", as: .dateTime)
        party = try element.optional("party")
        try element.end()
    }
}

extension Composition.RelatesTo {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("code", code)
        target.write(to: &json)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        code = try element.requiredCode("code")
        guard let target = try Composition.RelatesTo.Target(reading: &element) else {
            throw element.missing("target[x]")
        }
        self.target = target
        try element.end()
    }
}

extension Composition.RelatesTo.Target {
    func write(to json: inout JSONWriter) {
        switch self {
        case .identifier(let value): json.element("targetIdentifier", value)
        case .reference(let value): json.element("targetReference", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Identifier = try element.optional("targetIdentifier") {
            self = .identifier(value)
        } else if let value: Reference = try element.optional("targetReference") {
            self = .reference(value)
        } else {
            return nil
        }
    }
}

extension Composition.Event {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("code", code)
        json.element("period", period)
        json.element("detail", detail)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        code = try element.array("code")
        period = try element.optional("period")
        detail = try element.array("detail")
        try element.end()
    }
}

extension Composition.Section {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("title", title)
        json.element("code", code)
        json.element("author", author)
        json.element("focus", focus)
        json.element("text", text)
        json.element("mode", mode)
        json.element("orderedBy", orderedBy)
        json.element("entry", entry)
        json.element("emptyReason", emptyReason)
        json.element("section", section)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        title = try element.text("title")
        code = try element.optional("code")
        author = try element.array("author")
        focus = try element.optional("focus")
        text = try element.optional("text")
        mode = try element.code("mode")
        orderedBy = try element.optional("orderedBy")
        entry = try element.array("entry")
        emptyReason = try element.optional("emptyReason")
        section = try element.array("section")
        try element.end()
    }
}
