public import JSONText

extension ContactDetail {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("name", name)
        json.element("telecom", telecom)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        name = try element.text("name")
        telecom = try element.array("telecom")
        try element.end()
    }
}
