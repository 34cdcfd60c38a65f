public import JSONText

extension CarePlan {
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
        json.element("instantiatesCanonical", instantiatesCanonical)
        json.element("instantiatesUri", instantiatesUri)
        json.element("basedOn", basedOn)
        json.element("replaces", replaces)
        json.element("partOf", partOf)
        json.element("status", status)
        json.element("intent", intent)
        json.element("category", category)
        json.element("title", title)
        json.element("description", description)
        json.element("subject", subject)
        json.element("encounter", encounter)
        json.element("period", period)
        json.element("created", created)
        json.element("author", author)
        json.element("contributor", contributor)
        json.element("careTeam", careTeam)
        json.element("addresses", addresses)
        json.element("supportingInfo", supportingInfo)
        json.element("goal", goal)
        json.element("activity", activity)
        json.element("note", note)
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
        instantiatesCanonical = try element.texts("instantiatesCanonical", as: .uri)
        instantiatesUri = try element.texts("instantiatesUri", as: .uri)
        basedOn = try element.array("basedOn")
        replaces = try element.array("replaces")
        partOf = try element.array("partOf")
        status = try element.requiredCode("status")
        intent = try element.requiredCode("intent")
        category = try element.array("category")
        title = try element.text("title")
        description = try element.text("description")
        subject = try element.required("subject")
        encounter = try element.optional("encounter")
        period = try element.optional("period")
        created = try element.text("created", as: .dateTime)
        author = try element.optional("author")
        contributor = try element.array("contributor")
        careTeam = try element.array("careTeam")
        addresses = try element.array("addresses")
        supportingInfo = try element.array("supportingInfo")
        goal = try element.array("goal")
        activity = try element.array("activity")
        note = try element.array("note")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension CarePlan.Activity {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("outcomeCodeableConcept", outcomeCodeableConcept)
        json.element("outcomeReference", outcomeReference)
        json.element("progress", progress)
        json.element("reference", reference)
        json.element("detail", detail)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        outcomeCodeableConcept = try element.array("outcomeCodeableConcept")
        outcomeReference = try element.array("outcomeReference")
        progress = try element.array("progress")
        reference = try element.optional("reference")
        detail = try element.optional("detail")
        try element.end()
    }
}

extension CarePlan.Activity.Detail {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("kind", kind)
        json.element("instantiatesCanonical", instantiatesCanonical)
        json.element("instantiatesUri", instantiatesUri)
        json.element("code", code)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("goal", goal)
        json.element("status", status)
        json.element("statusReason", statusReason)
        json.element("doNotPerform", doNotPerform)
        scheduled?.write(to: &json)
        json.element("location", location)
        json.element("performer", performer)
        product?.write(to: &json)
        json.element("dailyAmount", dailyAmount)
        json.element("quantity", quantity)
        json.element("description", description)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        kind = try element.code("kind")
        instantiatesCanonical = try element.texts("instantiatesCanonical", as: .uri)
        instantiatesUri = try element.texts("instantiatesUri", as: .uri)
        code = try element.optional("code")
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        goal = try element.array("goal")
        status = try element.requiredCode("status")
        statusReason = try element.optional("statusReason")
        doNotPerform = try element.boolean("doNotPerform")
        scheduled = try CarePlan.Activity.Detail.Scheduled(reading: &element)
        location = try element.optional("location")
        performer = try element.array("performer")
        product = try CarePlan.Activity.Detail.Product(reading: &element)
        dailyAmount = try element.optional("dailyAmount")
        quantity = try element.optional("quantity")
        description = try element.text("description")
        try element.end()
    }
}

extension CarePlan.Activity.Detail.Scheduled {
    func write(to json: inout JSONWriter) {
        switch self {
        case .timing(let value): json.element("scheduledTiming", value)
        case .period(let value): json.element("scheduledPeriod", value)
        case .string(let value): json.element("scheduledString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Timing = try element.optional("scheduledTiming") {
            self = .timing(value)
        } else if let value: Period = try element.optional("scheduledPeriod") {
            self = .period(value)
        } else if let value = try element.text("scheduledString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}

extension CarePlan.Activity.Detail.Product {
    func write(to json: inout JSONWriter) {
        switch self {
        case .codeableConcept(let value): json.element("productCodeableConcept", value)
        case .reference(let value): json.element("productReference", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: CodeableConcept = try element.optional("productCodeableConcept") {
            self = .codeableConcept(value)
        } else if let value: Reference = try element.optional("productReference") {
            self = .reference(value)
        } else {
            return nil
        }
    }
}
