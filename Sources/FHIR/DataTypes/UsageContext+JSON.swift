public import JSONText

extension UsageContext {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("code", code)
        value.write(to: &json)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        code = try element.required("code")
        guard let value = try UsageContext.Value(reading: &element) else {
            throw element.missing("value[x]")
        }
        self.value = value
        try element.end()
    }
}

extension UsageContext.Value {
    func write(to json: inout JSONWriter) {
        switch self {
        case .codeableConcept(let value): json.element("valueCodeableConcept", value)
        case .quantity(let value): json.element("valueQuantity", value)
        case .range(let value): json.element("valueRange", value)
        case .reference(let value): json.element("valueReference", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: CodeableConcept = try element.optional("valueCodeableConcept") {
            self = .codeableConcept(value)
        } else if let value: Quantity = try element.optional("valueQuantity") {
            self = .quantity(value)
        } else if let value: FHIRRange = try element.optional("valueRange") {
            self = .range(value)
        } else if let value: Reference = try element.optional("valueReference") {
            self = .reference(value)
        } else {
            return nil
        }
    }
}
