public import JSONText

extension Coverage {
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
        json.element("policyHolder", policyHolder)
        json.element("subscriber", subscriber)
        json.element("subscriberId", subscriberId)
        json.element("beneficiary", beneficiary)
        json.element("dependent", dependent)
        json.element("relationship", relationship)
        json.element("period", period)
        json.element("payor", payor)
        json.element("class", `class`)
        json.element("order", order)
        json.element("network", network)
        json.element("costToBeneficiary", costToBeneficiary)
        json.element("subrogation", subrogation)
        json.element("contract", contract)
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
        status = try element.requiredCode("status")
        type = try element.optional("type")
        policyHolder = try element.optional("policyHolder")
        subscriber = try element.optional("subscriber")
        subscriberId = try element.text("subscriberId")
        beneficiary = try element.required("beneficiary")
        dependent = try element.text("dependent")
        relationship = try element.optional("relationship")
        period = try element.optional("period")
        payor = try element.array("payor", atLeast: 1)
        `class` = try element.array("class")
        order = try element.integer("order", from: 1)
        network = try element.text("network")
        costToBeneficiary = try element.array("costToBeneficiary")
        subrogation = try element.boolean("subrogation")
        contract = try element.array("contract")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Coverage.Class {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        json.element("value", value)
        json.element("name", name)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.required("type")
        value = try element.requiredText("value")
        name = try element.text("name")
        try element.end()
    }
}

extension Coverage.CostToBeneficiary {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        value.write(to: &json)
        json.element("exception", exception)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.optional("type")
        guard let value = try Coverage.CostToBeneficiary.Value(reading: &element) else {
            throw element.missing("value[x]")
        }
        self.value = value
        exception = try element.array("exception")
        try element.end()
    }
}

extension Coverage.CostToBeneficiary.Value {
    func write(to json: inout JSONWriter) {
        switch self {
        case .quantity(let value): json.element("valueQuantity", value)
        case .money(let value): json.element("valueMoney", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Quantity = try element.optional("valueQuantity") {
            self = .quantity(value)
        } else if let value: Money = try element.optional("valueMoney") {
            self = .money(value)
        } else {
            return nil
        }
    }
}

extension Coverage.CostToBeneficiary.Exception {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        json.element("period", period)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.required("type")
        period = try element.optional("period")
        try element.end()
    }
}
