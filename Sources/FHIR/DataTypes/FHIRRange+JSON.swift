public import JSONText

extension FHIRRange {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("low", low)
        json.element("high", high)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        low = try element.optional("low")
        high = try element.optional("high")
        try element.end()
    }
}
