public import JSONText

extension Immunization {
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
        json.element("statusReason", statusReason)
        json.element("vaccineCode", vaccineCode)
        json.element("patient", patient)
        json.element("encounter", encounter)
        occurrence.write(to: &json)
        json.element("recorded", recorded)
        json.element("primarySource", primarySource)
        json.element("reportOrigin", reportOrigin)
        json.element("location", location)
        json.element("manufacturer", manufacturer)
        json.element("lotNumber", lotNumber)
        json.element("expirationDate", expirationDate)
        json.element("site", site)
        json.element("route", route)
        json.element("doseQuantity", doseQuantity)
        json.element("performer", performer)
        json.element("note", note)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("isSubpotent", isSubpotent)
        json.element("subpotentReason", subpotentReason)
        json.element("education", education)
        json.element("programEligibility", programEligibility)
        json.element("fundingSource", fundingSource)
        json.element("reaction", reaction)
        json.element("protocolApplied", protocolApplied)
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
        statusReason = try element.optional("statusReason")
        vaccineCode = try element.required("vaccineCode")
        patient = try element.required("patient")
        encounter = try element.optional("encounter")
        guard let occurrence = try Immunization.Occurrence(reading: &element) else {
            throw element.missing("occurrence[x]")
        }
        self.occurrence = occurrence
        recorded = try element.text("recorded", as: .dateTime)
        primarySource = try element.boolean("primarySource")
        reportOrigin = try element.optional("reportOrigin")
        location = try element.optional("location")
        manufacturer = try element.optional("manufacturer")
        lotNumber = try element.text("lotNumber")
        expirationDate = try element.text("expirationDate", as: .date)
        site = try element.optional("site")
        route = try element.optional("route")
        doseQuantity = try element.optional("doseQuantity")
        performer = try element.array("performer")
        note = try element.array("note")
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        isSubpotent = try element.boolean("isSubpotent")
        subpotentReason = try element.array("subpotentReason")
        education = try element.array("education")
        programEligibility = try element.array("programEligibility")
        fundingSource = try element.optional("fundingSource")
        reaction = try element.array("reaction")
        protocolApplied = try element.array("protocolApplied")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Immunization.Occurrence {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("occurrenceDateTime", value)
        case .string(let value): json.element("occurrenceString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("occurrenceDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value = try element.text("occurrenceString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}

extension Immunization.Performer {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("function", function)
        json.element("actor", actor)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        function = try element.optional("function")
        actor = try element.required("actor")
        try element.end()
    }
}

extension Immunization.Education {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("documentType", documentType)
        json.element("reference", reference)
        json.element("publicationDate", publicationDate)
        json.element("presentationDate", presentationDate)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        documentType = try element.text("documentType")
        reference = try element.text("reference", as: .uri)
        publicationDate = try element.text("publicationDate", as: .dateTime)
        presentationDate = try element.text("presentationDate", as: .dateTime)
        try element.end()
    }
}

extension Immunization.Reaction {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("date", date)
        json.element("detail", detail)
        json.element("reported", reported)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        date = try element.text("date", as: .dateTime)
        detail = try element.optional("detail")
        reported = try element.boolean("reported")
        try element.end()
    }
}

extension Immunization.ProtocolApplied {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("series", series)
        json.element("authority", authority)
        json.element("targetDisease", targetDisease)
        doseNumber.write(to: &json)
        seriesDoses?.write(to: &json)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        series = try element.text("series")
        authority = try element.optional("authority")
        targetDisease = try element.array("targetDisease")
        guard let doseNumber = try Immunization.ProtocolApplied.DoseNumber(reading: &element) else {
            throw element.missing("doseNumber[x]")
        }
        self.doseNumber = doseNumber
        seriesDoses = try Immunization.ProtocolApplied.SeriesDoses(reading: &element)
        try element.end()
    }
}

extension Immunization.ProtocolApplied.DoseNumber {
    func write(to json: inout JSONWriter) {
        switch self {
        case .positiveInt(let value): json.element("doseNumberPositiveInt", value)
        case .string(let value): json.element("doseNumberString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.integer("doseNumberPositiveInt", from: 1) {
            self = .positiveInt(value)
        } else if let value = try element.text("doseNumberString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}

extension Immunization.ProtocolApplied.SeriesDoses {
    func write(to json: inout JSONWriter) {
        switch self {
        case .positiveInt(let value): json.element("seriesDosesPositiveInt", value)
        case .string(let value): json.element("seriesDosesString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.integer("seriesDosesPositiveInt", from: 1) {
            self = .positiveInt(value)
        } else if let value = try element.text("seriesDosesString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}
