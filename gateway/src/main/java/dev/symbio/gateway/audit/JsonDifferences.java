package dev.symbio.gateway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares two JSON values field by field. Elements of lists are matched by what names them, so that one more at the beginning
 * does not change all others; lists of plain values are one value.
 */
public final class JsonDifferences {
    /** What names the elements of a list, if each has it and no two have the same. */
    private static final List<String> NAMES =
            List.of("key", "id", "period", "number", "reference", "partner", "role", "capacity", "subject");

    private final List<Difference> found = new ArrayList<>();

    private JsonDifferences() {}

    public static List<Difference> between(JsonNode before, JsonNode after) {
        JsonDifferences differences = new JsonDifferences();
        differences.compare("", before, after);
        return List.copyOf(differences.found);
    }

    private void compare(String pointer, JsonNode before, JsonNode after) {
        if (before == null || after == null) {
            found.add(new Difference(pointer, before, after));
        } else if (before instanceof ObjectNode one && after instanceof ObjectNode other) {
            fields(pointer, one, other);
        } else if (before instanceof ArrayNode one
                && after instanceof ArrayNode other
                && areObjects(one)
                && areObjects(other)) {
            elements(pointer, one, other);
        } else if (!before.equals(after)) {
            found.add(new Difference(pointer, before, after));
        }
    }

    private void fields(String pointer, ObjectNode before, ObjectNode after) {
        Set<String> names = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode one = before.get(name);
            JsonNode other = after.get(name);
            compare(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), one, other);
        }
    }

    private void elements(String pointer, ArrayNode before, ArrayNode after) {
        Optional<String> name = NAMES.stream()
                .filter(each -> names(each, before) && names(each, after))
                .findFirst();
        if (name.isEmpty()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(pointer + "/" + i, before.get(i), after.get(i));
            }
            return;
        }
        Map<JsonNode, JsonNode> known = new LinkedHashMap<>();
        before.forEach(each -> known.put(each.get(name.get()), each));
        for (int i = 0; i < after.size(); i++) {
            JsonNode element = after.get(i);
            compare(pointer + "/" + i, known.remove(element.get(name.get())), element);
        }
        for (int i = 0; i < before.size(); i++) {
            if (known.containsKey(before.get(i).get(name.get()))) {
                compare(pointer + "/" + i, before.get(i), null);
            }
        }
    }

    private static boolean areObjects(ArrayNode list) {
        for (JsonNode each : list) {
            if (!each.isObject()) {
                return false;
            }
        }
        return true;
    }

    private static boolean names(String field, ArrayNode list) {
        Set<JsonNode> seen = new HashSet<>();
        for (JsonNode each : list) {
            if (!each.path(field).isValueNode() || !seen.add(each.get(field))) {
                return false;
            }
        }
        return true;
    }

    /** By what an element of a list is called, if it is called anything. */
    static Optional<String> nameOf(JsonNode element) {
        return NAMES.stream()
                .map(element::path)
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText)
                .findFirst();
    }
}
