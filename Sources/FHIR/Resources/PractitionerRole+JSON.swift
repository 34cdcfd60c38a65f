public import JSONText

extension PractitionerRole {
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
        json.element("active", active)
        json.element("period", period)
        json.element("practitioner", practitioner)
        json.element("organization", organization)
        json.element("code", code)
        json.element("specialty", specialty)
        json.element("location", location)
        json.element("healthcareService", healthcareService)
        json.element("telecom", telecom)
        json.element("availableTime", availableTime)
        json.element("notAvailable", notAvailable)
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
        active = try element.boolean("active")
        period = try element.optional("period")
        practitioner = try element.optional("practitioner")
        organization = try element.optional("organization")
        code = try element.array("code")
        specialty = try element.array("specialty")
        location = try element.array("location")
        healthcareService = try element.array("healthcareService")
        telecom = try element.array("telecom")
        availableTime = try element.array("availableTime")
        notAvailable = try element.array("notAvailable")
        availabilityExceptions = try element.text("availabilityExceptions")
        endpoint = try element.array("endpoint")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension PractitionerRole.AvailableTime {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("daysOfWeek", daysOfWeek)
        json.element("allDay", allDay)
        json.element("availableStartTime", availableStartTime)
        json.element("availableEndTime", availableEndTime)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        daysOfWeek = try element.codes("daysOfWeek")
        allDay = try element.boolean("allDay")
        availableStartTime = try element.text("availableStartTime", as: .time)
        availableEndTime = try element.text("availableEndTime", as: .time)
        try element.end()
    }
}

extension PractitionerRole.NotAvailable {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("description", description)
        json.element("during", during)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        description = try element.requiredText("description")
        during = try element.optional("during")
        try element.end()
    }
}
