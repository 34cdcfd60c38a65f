public import JSONText

extension Dosage {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("sequence", sequence)
        json.element("text", text)
        json.element("additionalInstruction", additionalInstruction)
        json.element("patientInstruction", patientInstruction)
        json.element("timing", timing)
        asNeeded?.write(to: &json)
        json.element("site", site)
        json.element("route", route)
        json.element("method", method)
        json.element("doseAndRate", doseAndRate)
        json.element("maxDosePerPeriod", maxDosePerPeriod)
        json.element("maxDosePerAdministration", maxDosePerAdministration)
        json.element("maxDosePerLifetime", maxDosePerLifetime)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        sequence = try element.integer("sequence")
        text = try element.text("text")
        additionalInstruction = try element.array("additionalInstruction")
        patientInstruction = try element.text("patientInstruction")
        timing = try element.optional("timing")
        asNeeded = try Dosage.AsNeeded(reading: &element)
        site = try element.optional("site")
        route = try element.optional("route")
        method = try element.optional("method")
        doseAndRate = try element.array("doseAndRate")
        maxDosePerPeriod = try element.optional("maxDosePerPeriod")
        maxDosePerAdministration = try element.optional("maxDosePerAdministration")
        maxDosePerLifetime = try element.optional("maxDosePerLifetime")
        try element.end()
    }
}

extension Dosage.AsNeeded {
    func write(to json: inout JSONWriter) {
        switch self {
        case .boolean(let value): json.element("asNeededBoolean", value)
        case .codeableConcept(let value): json.element("asNeededCodeableConcept", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.boolean("asNeededBoolean") {
            self = .boolean(value)
        } else if let value: CodeableConcept = try element.optional("asNeededCodeableConcept") {
            self = .codeableConcept(value)
        } else {
            return nil
        }
    }
}

extension Dosage.DoseAndRate {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("type", type)
        dose?.write(to: &json)
        rate?.write(to: &json)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        type = try element.optional("type")
        dose = try Dosage.DoseAndRate.Dose(reading: &element)
        rate = try Dosage.DoseAndRate.Rate(reading: &element)
        try element.end()
    }
}

extension Dosage.DoseAndRate.Dose {
    func write(to json: inout JSONWriter) {
        switch self {
        case .range(let value): json.element("doseRange", value)
        case .quantity(let value): json.element("doseQuantity", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: FHIRRange = try element.optional("doseRange") {
            self = .range(value)
        } else if let value: Quantity = try element.optional("doseQuantity") {
            self = .quantity(value)
        } else {
            return nil
        }
    }
}

extension Dosage.DoseAndRate.Rate {
    func write(to json: inout JSONWriter) {
        switch self {
        case .ratio(let value): json.element("rateRatio", value)
        case .range(let value): json.element("rateRange", value)
        case .quantity(let value): json.element("rateQuantity", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Ratio = try element.optional("rateRatio") {
            self = .ratio(value)
        } else if let value: FHIRRange = try element.optional("rateRange") {
            self = .range(value)
        } else if let value: Quantity = try element.optional("rateQuantity") {
            self = .quantity(value)
        } else {
            return nil
        }
    }
}
