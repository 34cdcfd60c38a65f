public import JSONText

extension Device {
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
        json.element("definition", definition)
        json.element("udiCarrier", udiCarrier)
        json.element("status", status)
        json.element("statusReason", statusReason)
        json.element("distinctIdentifier", distinctIdentifier)
        json.element("manufacturer", manufacturer)
        json.element("manufactureDate", manufactureDate)
        json.element("expirationDate", expirationDate)
        json.element("lotNumber", lotNumber)
        json.element("serialNumber", serialNumber)
        json.element("deviceName", deviceName)
        json.element("modelNumber", modelNumber)
        json.element("partNumber", partNumber)
        json.element("type", type)
        json.element("specialization", specialization)
        json.element("version", version)
        json.element("property", property)
        json.element("patient", patient)
        json.element("owner", owner)
        json.element("contact", contact)
        json.element("location", location)
        json.element("url", url)
        json.element("note", note)
        json.element("safety", safety)
        json.element("parent", parent)
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
        definition = try element.optional("definition")
        udiCarrier = try element.array("udiCarrier")
        status = try element.code("status")
        statusReason = try element.array("statusReason")
        distinctIdentifier = try element.text("distinctIdentifier")
        manufacturer = try element.text("manufacturer")
        manufactureDate = try element.text("manufactureDate", as: .dateTime)
        expirationDate = try element.text("expirationDate", as: .dateTime)
        lotNumber = try element.text("lotNumber")
        serialNumber = try element.text("serialNumber")
        deviceName = try element.array("deviceName")
        modelNumber = try element.text("modelNumber")
        partNumber = try element.text("partNumber")
        type = try element.optional("type")
        specialization = try element.array("specialization")
        version = try element.array("version")
        property = try element.array("property")
        patient = try element.optional("patient")
        owner = try element.optional("owner")
        contact = try element.array("contact")
        location = try element.optional("location")
        url = try element.text("url", as: .uri)
        note = try element.array("note")
        safety = try element.array("safety")
        parent = try element.optional("parent")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Device.UdiCarrier {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("deviceIdentifier", deviceIdentifier)
        json.element("issuer", issuer)
        json.element("jurisdiction", jurisdiction)
        json.element("carrierAIDC", carrierAIDC)
        json.element("carrierHRF", carrierHRF)
        json.element("entryType", entryType)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        deviceIdentifier = try element.text("deviceIdentifier")
        issuer = try element.text("issuer", as: .uri)
        jurisdiction = try element.text("jurisdiction", as: .uri)
        carrierAIDC = try element.text("carrierAIDC", as: .base64Binary)
        carrierHRF = try element.text("carrierHRF")
        entryType = try element.code("entryType")
        try element.end()
    }
}

extension Device.DeviceName {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("name", name)
        json.element("type", type)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        name = try element.requiredText("name")
        type = try element.requiredCode("type")
        try element.end()
    }
}

extension Device.Specialization {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("systemType", systemType)
        json.element("version", version)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        systemType = try element.required("systemType")
        version = try element.text("version")
        try element.end()
    }
}

extension Device.Version {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        json.element("component", component)
        json.element("value", value)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.optional("type")
        component = try element.optional("component")
        value = try element.requiredText("value")
        try element.end()
    }
}

extension Device.Property {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        json.element("valueQuantity", valueQuantity)
        json.element("valueCode", valueCode)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.required("type")
        valueQuantity = try element.array("valueQuantity")
        valueCode = try element.array("valueCode")
        try element.end()
    }
}
