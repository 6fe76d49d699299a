import CYAML
import Foundation
import Model

/// libyaml's events of all files and nothing else: what no reader that stands on it can go below.
enum YAMLScan {
    static func scan(_ files: [SourceFile]) throws {
        for file in files {
            guard file.contents.withUnsafeBytes({ events(in: $0) }) > 2 else {
                throw BenchmarkFailure("\(file.path) is no YAML")
            }
        }
    }

    /// How many events there are; 0 after an error.
    private static func events(in bytes: UnsafeRawBufferPointer) -> Int {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { return 0 }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(&parser, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        var count = 0
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else { return 0 }
            let isLast = event.type == YAML_STREAM_END_EVENT
            yaml_event_delete(&event)
            count += 1
            if isLast { return count }
        }
    }
}
