package org.paisaje.claims.catalogue;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.registry.Spelling;

/** All claims, by document and in the order of each document. */
public final class Catalogue {
    private static final Predicate<String> IDENTIFIER = Pattern.compile("[0-9a-z]+([.-][0-9a-z]+)*").asMatchPredicate();

    private final Map<String, Claim> claims = new LinkedHashMap<>();

    private Catalogue(List<Claim> all) {
        for (Claim claim : all) {
            if (!IDENTIFIER.test(claim.id())) {
                throw new IllegalStateException("claim " + claim.id() + ": an identifier has lower-case letters, "
                        + "digits, dots and hyphens");
            }
            if (claims.put(claim.id(), claim) != null) {
                throw new IllegalStateException("two claims are called " + claim.id());
            }
        }
    }

    /** The claims of all chapters on the class path. */
    public static Catalogue load() {
        return new Catalogue(ServiceLoader.load(ClaimProvider.class, Catalogue.class.getClassLoader())
                .stream()
                .flatMap(chapter -> chapter.get().claims().stream())
                .sorted(Comparator.comparing(claim -> claim.source().document()))
                .toList());
    }

    /** A catalogue of these claims. */
    public static Catalogue of(List<Claim> claims) {
        return new Catalogue(claims);
    }

    /** All claims. */
    public List<Claim> all() {
        return List.copyOf(claims.values());
    }

    /** The claims of a document. */
    public List<Claim> document(String number) {
        List<Claim> found = select(claim -> claim.source().document().equals(number));
        if (found.isEmpty()) {
            throw new IllegalArgumentException("document " + number + " has no claims; there are claims of "
                    + claims.values()
                            .stream()
                            .map(claim -> claim.source().document())
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
        return found;
    }

    /**
     * The claims that a word names: the one with this identifier, or all whose identifier starts with it and a dot, as
     * {@code 003.table1} names {@code 003.table1.printed} and {@code 003.table1.corrected}.
     */
    public List<Claim> named(String word) {
        Claim exact = claims.get(word);
        if (exact != null) {
            return List.of(exact);
        }
        List<Claim> family = select(claim -> claim.id().startsWith(word + "."));
        if (family.isEmpty()) {
            String called = word.isBlank() ? "\"" + word + "\"" : word;
            throw new IllegalArgumentException("no claim is called " + called + nearest(word)
                    + "; `paisaje claims` lists them all");
        }
        return family;
    }

    private List<Claim> select(Predicate<Claim> wanted) {
        return claims.values().stream().filter(wanted).toList();
    }

    private String nearest(String word) {
        List<String> names = claims.keySet()
                .stream()
                .flatMap(id -> Stream.of(id, id.substring(0, id.lastIndexOf('.'))))
                .toList();
        return Spelling.suggestion(word, names);
    }
}
