/// Takes what an attempt prints while it runs, masked: whole lines, or pieces of very long ones, in their order.
///
/// It never blocks. False when nothing more is wanted: the log is full, or nobody takes it any more.
package typealias LogSink = @Sendable (_ stream: LogChunk.Stream, _ text: String) -> Bool
