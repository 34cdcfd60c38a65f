public import JSONText

extension DiagnosticReport {
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
        json.element("basedOn", basedOn)
        json.element("status", status)
        json.element("category", category)
        json.element("code", code)
        json.element("subject", subject)
        json.element("encounter", encounter)
        effective?.write(to: &json)
        json.element("issued", issued)
        json.element("performer", performer)
        json.element("resultsInterpreter", resultsInterpreter)
        json.element("specimen", specimen)
        json.element("result", result)
        json.element("imagingStudy", imagingStudy)
        json.element("media", media)
        json.element("conclusion", conclusion)
        json.element("conclusionCode", conclusionCode)
        json.element("presentedForm", presentedForm)
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
        basedOn = try element.array("basedOn")
        status = try element.requiredCode("status")
        category = try element.array("category")
        code = try element.required("code")
        subject = try element.optional("subject")
        encounter = try element.optional("encounter")
        effective = try DiagnosticReport.Effective(reading: &element)
        issued = try element.text("issued", as: .instant)
        performer = try element.array("performer")
        resultsInterpreter = try element.array("resultsInterpreter")
        specimen = try element.array("specimen")
        result = try element.array("result")
        imagingStudy = try element.array("imagingStudy")
        media = try element.array("media")
        conclusion = try element.text("conclusion")
        conclusionCode = try element.array("conclusionCode")
        presentedForm = try element.array("presentedForm")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension DiagnosticReport.Effective {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("effectiveDateTime", value)
        case .period(let value): json.element("effectivePeriod", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("effectiveDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Period = try element.optional("effectivePeriod") {
            self = .period(value)
        } else {
            return nil
        }
    }
}

extension DiagnosticReport.Media {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("comment", comment)
        json.element("link", link)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        comment = try element.text("comment")
        link = try element.required("link")
        try element.end()
    }
}
