package org.dnn.compiler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one way through the compiler, held by a tool: what the description of the package draws. */
class ArchitectureTest {
    private static final String COMPILER = "org.dnn.compiler.";
    /** Each imports only those before it. */
    private static final List<String> NOUNS = List.of("source", "diagnostic", "type", "ast", "catalog", "model", "ir",
            "kernel", "plan");
    private static final List<String> VERBS = List.of("parse", "check", "lower", "differentiate", "optimise", "fuse",
            "strip", "order", "narrow", "allocate", "measure", "emit", "format");
    private static final JavaClasses CLASSES = compiler();

    /** The classes that stand where the compiler does: no tests. */
    private static JavaClasses compiler() {
        try {
            JavaClasses classes = new ClassFileImporter()
                    .importPath(Path.of(Compiler.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
            assertTrue(classes.contain(Compiler.class));
            return classes;
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> nouns() {
        return NOUNS;
    }

    static List<String> verbs() {
        return VERBS;
    }

    @Test
    void everyPackageIsANounOrAVerb() {
        Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).filter(p -> p.startsWith(COMPILER))
                .map(p -> p.substring(COMPILER.length())).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Stream.concat(NOUNS.stream(), VERBS.stream()).collect(Collectors.toCollection(TreeSet::new)),
                packages);
    }

    @ParameterizedTest
    @MethodSource("nouns")
    void aNounImportsOnlyNounsToItsLeft(String noun) {
        String[] later = Stream.concat(NOUNS.stream().skip(NOUNS.indexOf(noun) + 1L), VERBS.stream())
                .map(p -> COMPILER + p).toArray(String[]::new);
        noClasses().that().resideInAPackage(COMPILER + noun).should().dependOnClassesThat().resideInAnyPackage(later)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aVerbImportsNoOtherVerb(String verb) {
        /* The formatter stands to the side, on the parser: what it lays out again is the parser's pieces. */
        String beneath = verb.equals("format") ? "parse" : verb;
        String[] others = VERBS.stream().filter(v -> !v.equals(verb) && !v.equals(beneath)).map(v -> COMPILER + v)
                .toArray(String[]::new);
        noClasses().that().resideInAPackage(COMPILER + verb).should().dependOnClassesThat().resideInAnyPackage(others)
                .check(CLASSES);
    }

    @Test
    void onlyThePipelineKnowsTheOrder() {
        String[] verbs = VERBS.stream().filter(v -> !v.equals("format")).map(v -> COMPILER + v).toArray(String[]::new);
        noClasses().that().resideInAPackage("org.dnn.compiler").and().doNotHaveSimpleName("Pipeline").should()
                .dependOnClassesThat().resideInAnyPackage(verbs).check(CLASSES);
        noClasses().that().resideInAnyPackage("org.dnn.compiler.*").should().dependOnClassesThat()
                .haveSimpleName("Pipeline").check(CLASSES);
    }

    @Test
    void theCompilerMeetsTheRuntimeInItsTestsOnly() {
        noClasses().should().dependOnClassesThat().resideInAPackage("org.dnn.runtime..").check(CLASSES);
    }

    /** Text in, text out: no file, no clock, no printing. */
    @Test
    void theCompilerIsPure() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.time..", "java.util.concurrent..")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.nio.file.Files")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.io.File").check(CLASSES);
        noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err").orShould()
                .callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    /** The arithmetic of a layer, a loss or an optimizer is generated: nothing in the runtime is called after one. */
    @Test
    void nothingInTheRuntimeIsCalledAfterAnEntryOfTheCatalogue() {
        Set<String> entries = Catalog.all().stream()
                .filter(e -> Set.of(Group.LAYER, Group.LOSS, Group.OPTIMIZER).contains(e.group())).map(Entry::name)
                .map(n -> n.replace("_", "").toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        JavaClasses runtime = new ClassFileImporter().importPackages("org.dnn.runtime");
        assertTrue(runtime.contain(Problem.class));
        assertEquals(List.of(), runtime.stream().map(JavaClass::getSimpleName).filter(
                n -> entries.stream().anyMatch(e -> n.toLowerCase(Locale.ROOT).equals(e)
                        || (e.length() > 4 && n.toLowerCase(Locale.ROOT).contains(e))))
                .toList());
    }
}
