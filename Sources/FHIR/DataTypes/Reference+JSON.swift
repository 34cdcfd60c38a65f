public import JSONText

extension Reference {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("reference", reference)
        json.element("type", type)
        json.element("identifier", identifier)
        json.element("display", display)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        self.init()
        id = try element.text("id")
        `extension` = try element.array("extension")
        reference = try element.text("reference")
        type = try element.text("type", as: .uri)
        identifier = try element.optional("identifier")
        display = try element.text("display")
        try element.end()
    }
}
