public import JSONText

extension Location {
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
        json.element("operationalStatus", operationalStatus)
        json.element("name", name)
        json.element("alias", alias)
        json.element("description", description)
        json.element("mode", mode)
        json.element("type", type)
        json.element("telecom", telecom)
        json.element("address", address)
        json.element("physicalType", physicalType)
        json.element("position", position)
        json.element("managingOrganization", managingOrganization)
        json.element("partOf", partOf)
        json.element("hoursOfOperation", hoursOfOperation)
        json.element("availabilityExceptions", availabilityExceptions)
        json.element("endpoint", endpoint)
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
        status = try element.code("status")
        operationalStatus = try element.optional("operationalStatus")
        name = try element.text("name")
        alias = try element.texts("alias")
        description = try element.text("description")
        mode = try element.code("mode")
        type = try element.array("type")
        telecom = try element.array("telecom")
        address = try element.optional("address")
        physicalType = try element.optional("physicalType")
        position = try element.optional("position")
        managingOrganization = try element.optional("managingOrganization")
        partOf = try element.optional("partOf")
        hoursOfOperation = try element.array("hoursOfOperation")
        availabilityExceptions = try element.text("availabilityExceptions")
        endpoint = try element.array("endpoint")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Location.Position {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("longitude", longitude)
        json.element("latitude", latitude)
        json.element("altitude", altitude)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        longitude = try element.requiredDecimal("longitude")
        latitude = try element.requiredDecimal("latitude")
        altitude = try element.decimal("altitude")
        try element.end()
    }
}

extension Location.HoursOfOperation {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("daysOfWeek", daysOfWeek)
        json.element("allDay", allDay)
        json.element("openingTime", openingTime)
        json.element("closingTime", closingTime)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        daysOfWeek = try element.codes("daysOfWeek")
        allDay = try element.boolean("allDay")
        openingTime = try element.text("openingTime", as: .time)
        closingTime = try element.text("closingTime", as: .time)
        try element.end()
    }
}
