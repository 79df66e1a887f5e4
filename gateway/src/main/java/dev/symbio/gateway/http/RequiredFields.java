package dev.symbio.gateway.http;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a request must be there: all components of the gateway's own records that are not {@link Nullable}.
 * Finds all that are missing at once. Records of other modules are left alone, their own decisions know better.
 */
final class RequiredFields {
    private static final String OWN_PACKAGES = "dev.symbio.gateway.";

    private enum Shape {
        VALUE,
        RECORD,
        LIST
    }

    private record Field(RecordComponent component, boolean required, Shape shape, @Nullable Class<?> nested) {}

    private final Map<Class<?>, List<Field>> plans = new HashMap<>();
    private final Class<?> type;

    RequiredFields(Class<?> type) {
        this.type = type;
        plan(type);
    }

    /** Whether a record's field can be absent, in requests and answers alike. */
    static boolean mayBeAbsent(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    static boolean isOwnRecord(Class<?> type) {
        return type.isRecord() && type.getName().startsWith(OWN_PACKAGES);
    }

    private void plan(Class<?> record) {
        if (!isOwnRecord(record) || plans.containsKey(record)) {
            return;
        }
        List<Field> fields = new ArrayList<>();
        plans.put(record, fields);
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getType().isPrimitive()) {
                throw new IllegalArgumentException(record.getName() + "." + component.getName()
                        + " is primitive: when it is absent it would silently be 0 or false.");
            }
            boolean required = !mayBeAbsent(component);
            component.getAccessor().setAccessible(true);
            Class<?> element = elementOf(component.getGenericType());
            if (element != null) {
                fields.add(new Field(component, required, Shape.LIST, element));
                plan(element);
            } else if (isOwnRecord(component.getType())) {
                fields.add(new Field(component, required, Shape.RECORD, component.getType()));
                plan(component.getType());
            } else if (required) {
                fields.add(new Field(component, true, Shape.VALUE, null));
            }
        }
    }

    private static @Nullable Class<?> elementOf(Type type) {
        return type instanceof ParameterizedType list
                        && list.getRawType() == List.class
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : null;
    }

    List<Problem.Fault> missingIn(Object body) {
        List<Problem.Fault> faults = new ArrayList<>(0);
        collect(body, type, "", faults);
        return faults;
    }

    private void collect(Object record, Class<?> recordType, String pointer, List<Problem.Fault> faults) {
        List<Field> plan = plans.get(recordType);
        if (plan == null) {
            return;
        }
        for (Field field : plan) {
            String at = pointer + "/" + field.component.getName();
            Object value = valueOf(field.component, record);
            if (value == null) {
                if (field.required) {
                    faults.add(missing(at));
                }
            } else if (field.shape == Shape.RECORD) {
                collect(value, field.nested, at, faults);
            } else if (field.shape == Shape.LIST) {
                collectList((List<?>) value, field.nested, at, faults);
            }
        }
    }

    private void collectList(List<?> list, Class<?> element, String pointer, List<Problem.Fault> faults) {
        boolean own = plans.containsKey(element);
        int index = 0;
        for (Object item : list) {
            if (item == null) {
                faults.add(missing(pointer + "/" + index));
            } else if (own) {
                collect(item, element, pointer + "/" + index, faults);
            }
            index++;
        }
    }

    private static Problem.Fault missing(String pointer) {
        return Problem.Fault.at(pointer, "field.missing", "Expected a value but got none.");
    }

    private static @Nullable Object valueOf(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("An accessor of " + component.getDeclaringRecord() + " failed.", e);
        }
    }
}
