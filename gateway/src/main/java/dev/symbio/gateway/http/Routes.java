package dev.symbio.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint for a path, as a walk down a tree of segments: the cost does not grow with the number of endpoints.
 * A literal segment wins over a parameter.
 */
final class Routes {
    /** The resource that a path names, with the parameters' values. */
    record Match(Map<Verb, Endpoint<?>> endpoints, Map<String, String> values) {
        String allowed() {
            TreeSet<String> names = new TreeSet<>();
            for (Verb verb : endpoints.keySet()) {
                names.add(verb.name());
                if (verb == Verb.GET) {
                    names.add("HEAD");
                }
            }
            return String.join(", ", names);
        }
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<Verb, Endpoint<?>> endpoints = new EnumMap<>(Verb.class);
        private @Nullable Node parameter;
        private @Nullable String parameterName;
    }

    private final Node root = new Node();

    Routes(List<? extends Endpoint<?>> endpoints) {
        Map<String, Endpoint<?>> byId = new HashMap<>();
        for (Endpoint<?> endpoint : endpoints) {
            Node node = root;
            for (String segment : endpoint.template().segments()) {
                node = child(node, segment, endpoint);
            }
            if (node.endpoints.put(endpoint.verb(), endpoint) != null) {
                throw new IllegalArgumentException("Two endpoints are declared for " + endpoint + ".");
            }
            if (byId.put(endpoint.id(), endpoint) != null) {
                throw new IllegalArgumentException("Two endpoints are named " + endpoint.id() + ".");
            }
        }
    }

    private static Node child(Node node, String segment, Endpoint<?> endpoint) {
        if (!PathTemplate.isParameter(segment)) {
            return node.literals.computeIfAbsent(segment, name -> new Node());
        }
        String name = PathTemplate.parameterName(segment);
        if (node.parameter == null) {
            node.parameter = new Node();
            node.parameterName = name;
        } else if (!name.equals(node.parameterName)) {
            throw new IllegalArgumentException(
                    endpoint + " calls a parameter " + name + " that others call " + node.parameterName + ".");
        }
        return node.parameter;
    }

    /** @param path percent-encoded, as sent; null is answered when nothing is there */
    @Nullable
    Match match(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return null;
        }
        Node node = root;
        Map<String, String> values = Map.of();
        int from = 1;
        while (true) {
            int end = path.indexOf('/', from);
            String segment = path.substring(from, end < 0 ? path.length() : end);
            Node literal = node.literals.get(segment);
            if (literal != null) {
                node = literal;
            } else if (node.parameter != null && !segment.isEmpty()) {
                if (values.isEmpty()) {
                    values = new LinkedHashMap<>(4);
                }
                String value = decoded(segment);
                if (value == null) {
                    return null;
                }
                values.put(node.parameterName, value);
                node = node.parameter;
            } else {
                return null;
            }
            if (end < 0) {
                return node.endpoints.isEmpty() ? null : new Match(node.endpoints, values);
            }
            from = end + 1;
        }
    }

    private static @Nullable String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            // URLDecoder is for forms, where + is a space; in a path it is itself
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return null;
        }
    }
}
