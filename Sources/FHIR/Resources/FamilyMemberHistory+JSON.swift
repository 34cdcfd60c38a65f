public import JSONText

extension FamilyMemberHistory {
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
        json.element("status", status)
        json.element("dataAbsentReason", dataAbsentReason)
        json.element("patient", patient)
        json.element("date", date)
        json.element("name", name)
        json.element("relationship", relationship)
        json.element("sex", sex)
        born?.write(to: &json)
        age?.write(to: &json)
        json.element("estimatedAge", estimatedAge)
        deceased?.write(to: &json)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("note", note)
        json.element("condition", condition)
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
        status = try element.requiredCode("status")
        dataAbsentReason = try element.optional("dataAbsentReason")
        patient = try element.required("patient")
        date = try element.text("date", as: .dateTime)
        name = try element.text("name")
        relationship = try element.required("relationship")
        sex = try element.optional("sex")
        born = try FamilyMemberHistory.Born(reading: &element)
        age = try FamilyMemberHistory.Age(reading: &element)
        estimatedAge = try element.boolean("estimatedAge")
        deceased = try FamilyMemberHistory.Deceased(reading: &element)
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        note = try element.array("note")
        condition = try element.array("condition")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension FamilyMemberHistory.Born {
    func write(to json: inout JSONWriter) {
        switch self {
        case .period(let value): json.element("bornPeriod", value)
        case .date(let value): json.element("bornDate", value)
        case .string(let value): json.element("bornString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Period = try element.optional("bornPeriod") {
            self = .period(value)
        } else if let value = try element.text("bornDate", as: .date) {
            self = .date(value)
        } else if let value = try element.text("bornString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}

extension FamilyMemberHistory.Age {
    func write(to json: inout JSONWriter) {
        switch self {
        case .age(let value): json.element("ageAge", value)
        case .range(let value): json.element("ageRange", value)
        case .string(let value): json.element("ageString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Quantity = try element.optional("ageAge") {
            self = .age(value)
        } else if let value: FHIRRange = try element.optional("ageRange") {
            self = .range(value)
        } else if let value = try element.text("ageString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}

extension FamilyMemberHistory.Deceased {
    func write(to json: inout JSONWriter) {
        switch self {
        case .boolean(let value): json.element("deceasedBoolean", value)
        case .age(let value): json.element("deceasedAge", value)
        case .range(let value): json.element("deceasedRange", value)
        case .date(let value): json.element("deceasedDate", value)
        case .string(let value): json.element("deceasedString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.boolean("deceasedBoolean") {
            self = .boolean(value)
        } else if let value: Quantity = try element.optional("deceasedAge") {
            self = .age(value)
        } else if let value: FHIRRange = try element.optional("deceasedRange") {
            self = .range(value)
        } else if let value = try element.text("deceasedDate", as: .date) {
            self = .date(value)
        } else if let value = try element.text("deceasedString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}

extension FamilyMemberHistory.Condition {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("code", code)
        json.element("outcome", outcome)
        json.element("contributedToDeath", contributedToDeath)
        onset?.write(to: &json)
        json.element("note", note)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        code = try element.required("code")
        outcome = try element.optional("outcome")
        contributedToDeath = try element.boolean("contributedToDeath")
        onset = try FamilyMemberHistory.Condition.Onset(reading: &element)
        note = try element.array("note")
        try element.end()
    }
}

extension FamilyMemberHistory.Condition.Onset {
    func write(to json: inout JSONWriter) {
        switch self {
        case .age(let value): json.element("onsetAge", value)
        case .range(let value): json.element("onsetRange", value)
        case .period(let value): json.element("onsetPeriod", value)
        case .string(let value): json.element("onsetString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Quantity = try element.optional("onsetAge") {
            self = .age(value)
        } else if let value: FHIRRange = try element.optional("onsetRange") {
            self = .range(value)
        } else if let value: Period = try element.optional("onsetPeriod") {
            self = .period(value)
        } else if let value = try element.text("onsetString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}
