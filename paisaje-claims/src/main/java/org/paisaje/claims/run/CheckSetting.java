package org.paisaje.claims.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;

/**
 * Which claims are checked, and how.
 *
 * @param claims at least one
 * @param size how much work each may do
 * @param seed the root of all randomness
 * @param changes parameters of the standard settings to change, as text; then nothing is expected
 * @param store where finished replicates are kept and found; does not change the result
 * @param fresh whether to measure again what the store has
 */
public record CheckSetting(List<Claim> claims, Size size, long seed, Map<String, String> changes,
        Optional<ReplicateStore> store, boolean fresh) {
    /** Copies the collections. */
    public CheckSetting {
        claims = List.copyOf(claims);
        changes = new LinkedHashMap<>(changes);
        if (claims.isEmpty()) {
            throw new IllegalArgumentException("check: there is no claim to check");
        }
        for (Claim claim : claims) {
            changed(claim, size, changes);
        }
    }

    /** The standard setting of a claim with changes. */
    static Setting changed(Claim claim, Size size, Map<String, String> changes) {
        Setting setting = claim.standard(size);
        for (Map.Entry<String, String> change : changes.entrySet()) {
            try {
                setting = setting.withText(change.getKey(), change.getValue());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(claim.id() + ": " + e.getMessage(), e);
            }
        }
        setting.objection().ifPresent(why -> {
            throw new IllegalArgumentException(claim.id() + ": " + why);
        });
        return setting;
    }

    /** The setting by the names of the options. */
    Map<String, Object> describe() {
        var result = new LinkedHashMap<String, Object>();
        result.put("claims", claims.stream().map(Claim::id).toList());
        result.put("size", size.word());
        if (!changes.isEmpty()) {
            result.put("set", changes);
        }
        result.put("seed", seed);
        return result;
    }
}
