package dev.symbio.platform.personal;

import dev.symbio.platform.entity.TenantId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the marks in a record refer to. */
public final class Components {
    private static final Map<Class<?>, Map<String, Method>> ACCESSORS = new ConcurrentHashMap<>();

    private Components() {}

    /** The value of another component of the record that is being written. */
    static Object of(Object owner, String component) {
        try {
            return ACCESSORS
                    .computeIfAbsent(owner.getClass(), Components::accessors)
                    .get(component)
                    .invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(owner.getClass() + " does not tell its " + component + ".", e);
        }
    }

    private static Map<String, Method> accessors(Class<?> type) {
        Map<String, Method> accessors = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            accessors.put(component.getName(), accessor);
        }
        return accessors;
    }

    /**
     * Checks the marks in an event and in all records that it holds.
     *
     * @return whether there are any
     * @throws IllegalStateException if a mark is on something that is no text, or names a component that is none
     */
    public static boolean checkMarks(Class<?> event) {
        boolean marked = false;
        Set<Class<?>> seen = new HashSet<>();
        Deque<Type> open = new ArrayDeque<>(Set.of(event));
        while (!open.isEmpty()) {
            Type next = open.pop();
            if (next instanceof ParameterizedType generic) {
                open.addAll(java.util.List.of(generic.getActualTypeArguments()));
            } else if (next instanceof Class<?> type && type.isSealed() && seen.add(type)) {
                open.addAll(java.util.List.of(type.getPermittedSubclasses()));
            } else if (next instanceof Class<?> type && type.isRecord() && seen.add(type)) {
                for (RecordComponent component : type.getRecordComponents()) {
                    open.add(component.getGenericType());
                    marked |= checkMark(type, component);
                }
            }
        }
        return marked;
    }

    private static boolean checkMark(Class<?> owner, RecordComponent component) {
        Personal personal = component.getAnnotation(Personal.class);
        Subject subject = component.getAnnotation(Subject.class);
        if (personal == null && subject == null) {
            return false;
        }
        String place = owner.getName() + "." + component.getName();
        if (component.getType() != String.class || (personal != null && subject != null)) {
            throw new IllegalStateException(place + " must be a text and have one mark.");
        }
        if (personal != null && !personal.of().isEmpty()) {
            require(owner, personal.of(), String.class, place);
        }
        if (subject != null && !subject.in().isEmpty()) {
            if (subject.ofActor()) {
                throw new IllegalStateException(place + " must be of one tenant.");
            }
            require(owner, subject.in(), TenantId.class, place);
        }
        return true;
    }

    private static void require(Class<?> owner, String name, Class<?> type, String place) {
        for (RecordComponent component : owner.getRecordComponents()) {
            if (component.getName().equals(name) && component.getType() == type) {
                return;
            }
        }
        throw new IllegalStateException(place + " refers to " + name + ", which is no " + type.getSimpleName() + ".");
    }
}
