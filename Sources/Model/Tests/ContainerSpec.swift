/// A command in a container of its own.
package struct ContainerSpec: Hashable, Sendable {
    package let image: String
    package let command: CommandSpec
}

extension ContainerSpec: Codable {
    private enum CodingKeys: String, CodingKey { case image }

    /// Both share one mapping, as in the manifest.
    package init(from decoder: any Decoder) throws {
        image = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .image)
        command = try CommandSpec(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(image, forKey: .image)
        try command.encode(to: encoder)
    }
}
