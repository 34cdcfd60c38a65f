public import JSONText

extension Ratio {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("numerator", numerator)
        json.element("denominator", denominator)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        numerator = try element.optional("numerator")
        denominator = try element.optional("denominator")
        try element.end()
    }
}
