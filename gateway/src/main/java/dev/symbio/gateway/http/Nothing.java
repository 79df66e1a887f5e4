package dev.symbio.gateway.http;

/** The body of a command that says all in its path: {@code {}}, or no body at all. */
public record Nothing() {}
