package dev.symbio.gateway.http;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.impl.DefinitionKey;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas (2020-12) of what {@link Json#MAPPER} writes. A record's component is required unless it may be absent;
 * in records of other modules, which do not say so, every component that is not primitive may be.
 */
final class Schemas {
    private static final String TEXT = "string";
    private static final Map<Class<?>, Text> TEXTS = Map.ofEntries(
            Map.entry(BigDecimal.class, Text.pattern("^-?[0-9]+(\\.[0-9]+)?$", "Decimal; a JSON number is read too.")),
            Map.entry(Instant.class, Text.format("date-time")),
            Map.entry(LocalDate.class, Text.format("date")),
            Map.entry(LocalTime.class, Text.pattern("^[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?$", "Time of day.")),
            Map.entry(Duration.class, Text.pattern("^-?P[0-9DTHMS.-]+$", "Duration after ISO 8601.")),
            Map.entry(Period.class, Text.pattern("^-?P[0-9YMWD-]+$", "Period after ISO 8601.")),
            Map.entry(ZoneId.class, Text.pattern("^[A-Za-z0-9_+:/-]+$", "Time zone after IANA.")),
            Map.entry(TenantId.class, Text.pattern("^" + TenantId.PATTERN + "$", "Tenant.")));

    /** Classes that say nothing about the types nested in them. */
    private static final Pattern ONLY_HOLDS_OTHERS = Pattern.compile(".*(Views|Requests|Endpoints|Lists|Registry|Api)");

    private record Text(@Nullable String format, @Nullable String pattern, @Nullable String description) {
        static Text format(String format) {
            return new Text(format, null, null);
        }

        static Text pattern(String pattern, String description) {
            return new Text(null, pattern, description);
        }
    }

    private final SchemaBuilder builder;

    Schemas() {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(Json.MAPPER, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        config.with(new JacksonModule(JacksonOption.RESPECT_JSONPROPERTY_ORDER));
        config.with(
                Option.DEFINITIONS_FOR_ALL_OBJECTS,
                Option.PLAIN_DEFINITION_KEYS,
                Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                Option.FLATTENED_OPTIONALS,
                Option.NULLABLE_ALWAYS_AS_ANYOF,
                Option.INLINE_NULLABLE_SCHEMAS);
        config.without(Option.SCHEMA_VERSION_INDICATOR);
        config.forTypesInGeneral()
                .withPropertySorter((a, b) -> 0)
                .withCustomDefinitionProvider(Schemas::written)
                .withDefinitionNamingStrategy((key, context) -> name(key));
        config.forFields()
                .withIgnoreCheck(field -> !isWritten(field))
                .withRequiredCheck(Schemas::isRequired)
                .withNullableCheck(Schemas::isNullable);
        builder = new SchemaGenerator(config.build()).buildMultipleSchemaDefinitions();
    }

    /** A reference to the type's schema, which {@link #definitions} then contains. */
    ObjectNode reference(Type type, List<Type> parameters) {
        return builder.createSchemaReference(type, parameters.toArray(Type[]::new));
    }

    /** All schemas by name. Nothing can be added afterwards. */
    ObjectNode definitions() {
        ObjectNode definitions = builder.collectDefinitions("components/schemas");
        tidy(definitions);
        return definitions;
    }

    /** The generator closes everything against further properties, texts and references too. */
    private static void tidy(JsonNode node) {
        if (node instanceof ObjectNode schema && schema.has("additionalProperties") && !schema.has("properties")) {
            boolean object = "object".equals(schema.path("type").asText());
            if (!object && schema.get("additionalProperties").isBoolean()) {
                schema.remove("additionalProperties");
            }
        }
        node.forEach(Schemas::tidy);
    }

    private static @Nullable CustomDefinition written(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        Text text = textOf(raw);
        if (text != null) {
            schema.put("type", TEXT);
            putIfThere(schema, "format", text.format);
            putIfThere(schema, "pattern", text.pattern);
            putIfThere(schema, "description", text.description);
            return inline(schema);
        }
        if (raw.isEnum()) {
            schema.put("type", TEXT);
            Expected.namesOf(raw).forEach(schema.putArray("enum")::add);
            return inline(schema);
        }
        if (JsonNode.class.isAssignableFrom(raw) || raw == Object.class) {
            // anything goes, so nothing may be added either
            return new CustomDefinition(
                    schema, CustomDefinition.INLINE_DEFINITION, CustomDefinition.EXCLUDING_ATTRIBUTES);
        }
        Type value = jsonValueType(raw);
        if (value != null) {
            return inline(
                    context.createStandardDefinition(context.getTypeContext().resolve(value), null));
        }
        return null;
    }

    private static CustomDefinition inline(ObjectNode schema) {
        return new CustomDefinition(schema, CustomDefinition.INLINE_DEFINITION, CustomDefinition.INCLUDING_ATTRIBUTES);
    }

    private static void putIfThere(ObjectNode schema, String keyword, @Nullable String value) {
        if (value != null) {
            schema.put(keyword, value);
        }
    }

    private static @Nullable Text textOf(Class<?> type) {
        Text text = TEXTS.get(type);
        if (text == null && ZoneId.class.isAssignableFrom(type)) {
            return TEXTS.get(ZoneId.class);
        }
        return text;
    }

    private static @Nullable Type jsonValueType(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(JsonValue.class)) {
                return method.getGenericReturnType();
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(JsonValue.class)) {
                return field.getGenericType();
            }
        }
        return null;
    }

    /** {@code PageOfContractRow} for {@code Page<ContractRow>}; {@code SlaTermsWindow} for {@code SlaTerms.Window}. */
    private static String name(DefinitionKey key) {
        return name(key.getType());
    }

    private static String name(ResolvedType type) {
        Class<?> raw = type.getErasedType();
        StringBuilder name = new StringBuilder(raw.getSimpleName());
        for (Class<?> outer = raw.getEnclosingClass(); outer != null; outer = outer.getEnclosingClass()) {
            if (!ONLY_HOLDS_OTHERS.matcher(outer.getSimpleName()).matches()) {
                name.insert(0, outer.getSimpleName());
            }
        }
        List<ResolvedType> parameters = type.getTypeParameters();
        if (!parameters.isEmpty()) {
            name.append("Of");
            parameters.forEach(parameter -> name.append(name(parameter)));
        }
        return name.toString();
    }

    private static boolean isWritten(FieldScope field) {
        Class<?> owner = field.getDeclaringType().getErasedType();
        return !owner.isRecord() || component(field).isPresent();
    }

    private static boolean isRequired(FieldScope field) {
        if (field.getType().getErasedType().isPrimitive()) {
            return true;
        }
        return component(field)
                .map(component -> RequiredFields.isOwnRecord(component.getDeclaringRecord())
                        && !RequiredFields.mayBeAbsent(component)
                        && component.getType() != Optional.class)
                .orElse(false);
    }

    private static boolean isNullable(FieldScope field) {
        if (field.isFakeContainerItemScope() || field.getType().getErasedType().isPrimitive() || isRequired(field)) {
            return false;
        }
        JsonInclude inclusion = field.getDeclaringType().getErasedType().getAnnotation(JsonInclude.class);
        return inclusion == null || inclusion.value() == JsonInclude.Include.ALWAYS;
    }

    private static Optional<RecordComponent> component(FieldScope field) {
        RecordComponent[] components = field.getDeclaringType().getErasedType().getRecordComponents();
        return components == null
                ? Optional.empty()
                : Arrays.stream(components)
                        .filter(c -> c.getName().equals(field.getDeclaredName()))
                        .findFirst();
    }
}
