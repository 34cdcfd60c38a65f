public import JSONText

extension Signature {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("type", type)
        json.element("when", when)
        json.element("who", who)
        json.element("onBehalfOf", onBehalfOf)
        json.element("targetFormat", targetFormat)
        json.element("sigFormat", sigFormat)
        json.element("data", data)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        type = try element.array("type", atLeast: 1)
        when = try element.requiredText("when", as: .instant)
        who = try element.required("who")
        onBehalfOf = try element.optional("onBehalfOf")
        targetFormat = try element.text("targetFormat", as: .code)
        sigFormat = try element.text("sigFormat", as: .code)
        data = try element.text("data", as: .base64Binary)
        try element.end()
    }
}
