public import JSONText

extension Coding {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("system", system)
        json.element("version", version)
        json.element("code", code)
        json.element("display", display)
        json.element("userSelected", userSelected)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        system = try element.text("system", as: .uri)
        version = try element.text("version")
        code = try element.text("code", as: .code)
        display = try element.text("display")
        userSelected = try element.boolean("userSelected")
        try element.end()
    }
}
