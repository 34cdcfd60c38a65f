public import JSONText

extension Patient {
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
        json.element("name", name)
        json.element("telecom", telecom)
        json.element("gender", gender)
        json.element("birthDate", birthDate)
        if !birthDateParts.isEmpty {
            json.key("_birthDate")
            json.beginObject()
            json.element("extension", birthDateParts)
            json.endObject()
        }
        deceased?.write(to: &json)
        json.element("address", address)
        json.element("maritalStatus", maritalStatus)
        multipleBirth?.write(to: &json)
        json.element("photo", photo)
        json.element("contact", contact)
        json.element("communication", communication)
        json.element("generalPractitioner", generalPractitioner)
        json.element("managingOrganization", managingOrganization)
        json.element("link", link)
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
        name = try element.array("name")
        telecom = try element.array("telecom")
        gender = try element.code("gender")
        birthDate = try element.text("birthDate", as: .date)
        for part in json["_birthDate"]?["extension"]?.arrayValue ?? [] {
            birthDateParts.append(try Extension(reading: part))
        }
        deceased = try Patient.Deceased(reading: &element)
        address = try element.array("address")
        maritalStatus = try element.optional("maritalStatus")
        multipleBirth = try Patient.MultipleBirth(reading: &element)
        photo = try element.array("photo")
        contact = try element.array("contact")
        communication = try element.array("communication")
        generalPractitioner = try element.array("generalPractitioner")
        managingOrganization = try element.optional("managingOrganization")
        link = try element.array("link")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Patient.Deceased {
    func write(to json: inout JSONWriter) {
        switch self {
        case .boolean(let value): json.element("deceasedBoolean", value)
        case .dateTime(let value): json.element("deceasedDateTime", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.boolean("deceasedBoolean") {
            self = .boolean(value)
        } else if let value = try element.text("deceasedDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else {
            return nil
        }
    }
}

extension Patient.MultipleBirth {
    func write(to json: inout JSONWriter) {
        switch self {
        case .boolean(let value): json.element("multipleBirthBoolean", value)
        case .integer(let value): json.element("multipleBirthInteger", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.boolean("multipleBirthBoolean") {
            self = .boolean(value)
        } else if let value = try element.integer("multipleBirthInteger") {
            self = .integer(value)
        } else {
            return nil
        }
    }
}

extension Patient.Contact {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("relationship", relationship)
        json.element("name", name)
        json.element("telecom", telecom)
        json.element("address", address)
        json.element("gender", gender)
        json.element("organization", organization)
        json.element("period", period)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        relationship = try element.array("relationship")
        name = try element.optional("name")
        telecom = try element.array("telecom")
        address = try element.optional("address")
        gender = try element.code("gender")
        organization = try element.optional("organization")
        period = try element.optional("period")
        try element.end()
    }
}

extension Patient.Communication {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("language", language)
        json.element("preferred", preferred)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        language = try element.required("language")
        preferred = try element.boolean("preferred")
        try element.end()
    }
}

extension Patient.Link {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("other", other)
        json.element("type", type)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        other = try element.required("other")
        type = try element.requiredCode("type")
        try element.end()
    }
}
