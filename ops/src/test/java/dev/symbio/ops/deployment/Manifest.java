package dev.symbio.ops.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.Map;
import java.util.Optional;

/** One Kubernetes object of a file. */
record Manifest(String file, JsonNode content) {
    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/ConfigMap", ConfigMap.class,
            "v1/Service", Service.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "apps/v1/Deployment", Deployment.class,
            "batch/v1/Job", Job.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "rbac.authorization.k8s.io/v1/Role", Role.class,
            "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class);

    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new EveryFieldHasItsPlace())
            .build();

    /** The model keeps fields that it does not know aside; here they are a mistake. */
    private static final class EveryFieldHasItsPlace extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated a) {
            return false;
        }
    }

    String kind() {
        return content.path("kind").asText();
    }

    String name() {
        return content.path("metadata").path("name").asText();
    }

    /** What Kubernetes would not understand. Secrets have no place in files. */
    Optional<String> problem() {
        String type = content.path("apiVersion").asText() + "/" + kind();
        Class<?> model = KINDS.get(type);
        if (model == null) {
            return Optional.of("expected one of " + KINDS.keySet() + " but got " + type);
        }
        try {
            STRICT.treeToValue(content, model);
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(type + " " + name() + ": " + e.getOriginalMessage());
        }
    }

    /** What its pods are made from; missing when it has none. */
    JsonNode template() {
        return content.path("spec").path("template");
    }
}
