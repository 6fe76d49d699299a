import GRDB
package import Model

extension Store {
    /// The port that each mock of an environment had last, by service name.
    package func mockPorts(_ environment: ObjectIdentity) async throws -> [String: Int] {
        try await control.read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT service, port FROM mockPorts WHERE environment = ?",
                arguments: [environment.description])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["service"], $0["port"]) })
        }
    }

    /// Takes the whole picture of an environment: services that are not in it are forgotten.
    package func saveMockPorts(_ environment: ObjectIdentity, _ ports: [String: Int]) async throws {
        guard try await mockPorts(environment) != ports else { return }
        try await control.write { database in
            try database.execute(
                sql: "DELETE FROM mockPorts WHERE environment = ?", arguments: [environment.description])
            for (service, port) in ports {
                try database.execute(
                    sql: "INSERT INTO mockPorts (environment, service, port) VALUES (?, ?, ?)",
                    arguments: [environment.description, service, port])
            }
        }
    }

    package func deleteMockPorts(_ environment: ObjectIdentity) async throws {
        try await control.write { database in
            try database.execute(
                sql: "DELETE FROM mockPorts WHERE environment = ?", arguments: [environment.description])
        }
    }
}
