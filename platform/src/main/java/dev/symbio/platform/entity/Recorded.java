package dev.symbio.platform.entity;

/** An event as read back from the journal. */
public record Recorded<E>(EventMeta meta, E event) {}
