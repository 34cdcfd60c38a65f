public import JSONText

extension Specimen {
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
        json.element("accessionIdentifier", accessionIdentifier)
        json.element("status", status)
        json.element("type", type)
        json.element("subject", subject)
        json.element("receivedTime", receivedTime)
        json.element("parent", parent)
        json.element("request", request)
        json.element("collection", collection)
        json.element("processing", processing)
        json.element("container", container)
        json.element("condition", condition)
        json.element("note", note)
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
        accessionIdentifier = try element.optional("accessionIdentifier")
        status = try element.code("status")
        type = try element.optional("type")
        subject = try element.optional("subject")
        receivedTime = try element.text("receivedTime", as: .dateTime)
        parent = try element.array("parent")
        request = try element.array("request")
        collection = try element.optional("collection")
        processing = try element.array("processing")
        container = try element.array("container")
        condition = try element.array("condition")
        note = try element.array("note")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Specimen.Collection {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("collector", collector)
        collected?.write(to: &json)
        json.element("duration", duration)
        json.element("quantity", quantity)
        json.element("method", method)
        json.element("bodySite", bodySite)
        fastingStatus?.write(to: &json)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        collector = try element.optional("collector")
        collected = try Specimen.Collection.Collected(reading: &element)
        duration = try element.optional("duration")
        quantity = try element.optional("quantity")
        method = try element.optional("method")
        bodySite = try element.optional("bodySite")
        fastingStatus = try Specimen.Collection.FastingStatus(reading: &element)
        try element.end()
    }
}

extension Specimen.Collection.Collected {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("collectedDateTime", value)
        case .period(let value): json.element("collectedPeriod", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("collectedDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Period = try element.optional("collectedPeriod") {
            self = .period(value)
        } else {
            return nil
        }
    }
}

extension Specimen.Collection.FastingStatus {
    func write(to json: inout JSONWriter) {
        switch self {
        case .codeableConcept(let value): json.element("fastingStatusCodeableConcept", value)
        case .duration(let value): json.element("fastingStatusDuration", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: CodeableConcept = try element.optional("fastingStatusCodeableConcept") {
            self = .codeableConcept(value)
        } else if let value: Quantity = try element.optional("fastingStatusDuration") {
            self = .duration(value)
        } else {
            return nil
        }
    }
}

extension Specimen.Processing {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("description", description)
        json.element("procedure", procedure)
        json.element("additive", additive)
        time?.write(to: &json)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        description = try element.text("description")
        procedure = try element.optional("procedure")
        additive = try element.array("additive")
        time = try Specimen.Processing.Time(reading: &element)
        try element.end()
    }
}

extension Specimen.Processing.Time {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("timeDateTime", value)
        case .period(let value): json.element("timePeriod", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("timeDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Period = try element.optional("timePeriod") {
            self = .period(value)
        } else {
            return nil
        }
    }
}

extension Specimen.Container {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("identifier", identifier)
        json.element("description", description)
        json.element("type", type)
        json.element("capacity", capacity)
        json.element("specimenQuantity", specimenQuantity)
        additive?.write(to: &json)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        identifier = try element.array("identifier")
        description = try element.text("description")
        type = try element.optional("type")
        capacity = try element.optional("capacity")
        specimenQuantity = try element.optional("specimenQuantity")
        additive = try Specimen.Container.Additive(reading: &element)
        try element.end()
    }
}

extension Specimen.Container.Additive {
    func write(to json: inout JSONWriter) {
        switch self {
        case .codeableConcept(let value): json.element("additiveCodeableConcept", value)
        case .reference(let value): json.element("additiveReference", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: CodeableConcept = try element.optional("additiveCodeableConcept") {
            self = .codeableConcept(value)
        } else if let value: Reference = try element.optional("additiveReference") {
            self = .reference(value)
        } else {
            return nil
        }
    }
}
