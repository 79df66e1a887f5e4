package dev.symbio.gateway.http;

import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.OptionalLong;

/**
 * A body that is a file. It is read once, as fast as its reader can take it; a reader that does not want it leaves it.
 *
 * @param mediaType as its sender said, without parameters
 * @param length as its sender said
 * @param content the bytes as they arrive; what is wrong with the connection fails it with a {@link ProblemException}
 */
public record ByteStream(String mediaType, OptionalLong length, Source<ByteString, ?> content) {}
