public import JSONText

extension Encounter {
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
        json.element("statusHistory", statusHistory)
        json.element("class", `class`)
        json.element("classHistory", classHistory)
        json.element("type", type)
        json.element("serviceType", serviceType)
        json.element("priority", priority)
        json.element("subject", subject)
        json.element("episodeOfCare", episodeOfCare)
        json.element("basedOn", basedOn)
        json.element("participant", participant)
        json.element("appointment", appointment)
        json.element("period", period)
        json.element("length", length)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("diagnosis", diagnosis)
        json.element("account", account)
        json.element("hospitalization", hospitalization)
        json.element("location", location)
        json.element("serviceProvider", serviceProvider)
        json.element("partOf", partOf)
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
        statusHistory = try element.array("statusHistory")
        `class` = try element.required("class")
        classHistory = try element.array("classHistory")
        type = try element.array("type")
        serviceType = try element.optional("serviceType")
        priority = try element.optional("priority")
        subject = try element.optional("subject")
        episodeOfCare = try element.array("episodeOfCare")
        basedOn = try element.array("basedOn")
        participant = try element.array("participant")
        appointment = try element.array("appointment")
        period = try element.optional("period")
        length = try element.optional("length")
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        diagnosis = try element.array("diagnosis")
        account = try element.array("account")
        hospitalization = try element.optional("hospitalization")
        location = try element.array("location")
        serviceProvider = try element.optional("serviceProvider")
        partOf = try element.optional("partOf")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Encounter.StatusHistory {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("status", status)
        json.element("period", period)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        status = try element.requiredCode("status")
        period = try element.required("period")
        try element.end()
    }
}

extension Encounter.ClassHistory {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("class", `class`)
        json.element("period", period)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        `class` = try element.required("class")
        period = try element.required("period")
        try element.end()
    }
}

extension Encounter.Participant {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        json.element("period", period)
        json.element("individual", individual)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.array("type")
        period = try element.optional("period")
        individual = try element.optional("individual")
        try element.end()
    }
}

extension Encounter.Diagnosis {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("condition", condition)
        json.element("use", use)
        json.element("rank", rank)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        condition = try element.required("condition")
        use = try element.optional("use")
        rank = try element.integer("rank", from: 1)
        try element.end()
    }
}

extension Encounter.Hospitalization {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("preAdmissionIdentifier", preAdmissionIdentifier)
        json.element("origin", origin)
        json.element("admitSource", admitSource)
        json.element("reAdmission", reAdmission)
        json.element("dietPreference", dietPreference)
        json.element("specialCourtesy", specialCourtesy)
        json.element("specialArrangement", specialArrangement)
        json.element("destination", destination)
        json.element("dischargeDisposition", dischargeDisposition)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        preAdmissionIdentifier = try element.optional("preAdmissionIdentifier")
        origin = try element.optional("origin")
        admitSource = try element.optional("admitSource")
        reAdmission = try element.optional("reAdmission")
        dietPreference = try element.array("dietPreference")
        specialCourtesy = try element.array("specialCourtesy")
        specialArrangement = try element.array("specialArrangement")
        destination = try element.optional("destination")
        dischargeDisposition = try element.optional("dischargeDisposition")
        try element.end()
    }
}

extension Encounter.Location {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("location", location)
        json.element("status", status)
        json.element("physicalType", physicalType)
        json.element("period", period)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        location = try element.required("location")
        status = try element.code("status")
        physicalType = try element.optional("physicalType")
        period = try element.optional("period")
        try element.end()
    }
}
