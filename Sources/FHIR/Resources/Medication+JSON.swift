public import JSONText

extension Medication {
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
        json.element("code", code)
        json.element("status", status)
        json.element("manufacturer", manufacturer)
        json.element("form", form)
        json.element("amount", amount)
        json.element("ingredient", ingredient)
        json.element("batch", batch)
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
        code = try element.optional("code")
        status = try element.code("status")
        manufacturer = try element.optional("manufacturer")
        form = try element.optional("form")
        amount = try element.optional("amount")
        ingredient = try element.array("ingredient")
        batch = try element.optional("batch")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Medication.Ingredient {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        item.write(to: &json)
        json.element("isActive", isActive)
        json.element("strength", strength)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        guard let item = try Medication.Ingredient.Item(reading: &element) else {
            throw element.missing("item[x]")
        }
        self.item = item
        isActive = try element.boolean("isActive")
        strength = try element.optional("strength")
        try element.end()
    }
}

extension Medication.Ingredient.Item {
    func write(to json: inout JSONWriter) {
        switch self {
        case .codeableConcept(let value): json.element("itemCodeableConcept", value)
        case .reference(let value): json.element("itemReference", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: CodeableConcept = try element.optional("itemCodeableConcept") {
            self = .codeableConcept(value)
        } else if let value: Reference = try element.optional("itemReference") {
            self = .reference(value)
        } else {
            return nil
        }
    }
}

extension Medication.Batch {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("lotNumber", lotNumber)
        json.element("expirationDate", expirationDate)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        lotNumber = try element.text("lotNumber")
        expirationDate = try element.text("expirationDate", as: .dateTime)
        try element.end()
    }
}
