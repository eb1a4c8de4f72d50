package dev.phaseledger.api.event;

import java.time.Duration;

/// How often something had happened when a decision was made, as far as the deciding node had read
/// the log. It is recorded because no stream that fences the decision holds it.
///
/// @param count what was counted, such as `vetoes`
/// @param per what it was counted by, such as `agent`
/// @param key whose count it is, such as the agent's name; empty for the whole tenant
/// @param within the length of time before the decision that was counted over
/// @param position the last position that was counted
public record CountRead(
    String count, String per, String key, Duration within, long value, long position) {}
