/// Takes what the reports of an attempt tell, masked, some at a time and in their order; returns when they are on their way.
///
/// False when no more are wanted: nobody keeps them, or the attempt does not count any more.
package typealias CaseSink = @Sendable (_ entries: [CaseEntry]) async -> Bool
