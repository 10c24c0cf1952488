package org.dnn.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one way through the runtime: data → train → device ← cpu, cuda; what it reads, writes and reports stands to the side. */
class ArchitectureTest {
    private static final String RUNTIME = "org.dnn.runtime";
    /** What each package may import. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.of(
            "device", Set.of("data"),
            "report", Set.of("file"),
            "file", Set.of(),
            "data", Set.of("file"),
            "x86", Set.of(),
            "cpu", Set.of("data", "device", "x86"),
            "cuda", Set.of("data", "device", "file"),
            "train", Set.of("data", "device", "file", "report"),
            "predict", Set.of("cpu", "data", "device", "file", "train"));
    private static final JavaClasses CLASSES = classes();

    private static JavaClasses classes() {
        try {
            return new ClassFileImporter()
                    .importPath(Path.of(Problem.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static Set<String> packages() {
        return new TreeSet<>(MAY_IMPORT.keySet());
    }

    @Test
    void everyPackageHasItsPlace() {
        assertEquals(packages(), CLASSES.stream().map(JavaClass::getPackageName).filter(p -> !p.equals(RUNTIME))
                .map(p -> p.substring(RUNTIME.length() + 1)).collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void importsWhatItMay(String name) {
        String[] forbidden = packages().stream()
                .filter(p -> !p.equals(name) && !MAY_IMPORT.getOrDefault(name, Set.of()).contains(p))
                .map(p -> RUNTIME + "." + p).toArray(String[]::new);
        noClasses().that().resideInAPackage(RUNTIME + "." + name).should().dependOnClassesThat()
                .resideInAnyPackage(forbidden).check(CLASSES);
    }

    /** What is below knows nothing of the root but how a problem is told. */
    @Test
    void theRootIsAboveAll() {
        noClasses().that().resideInAPackage(RUNTIME + ".*").should()
                .dependOnClassesThat().haveFullyQualifiedName(Launch.class.getName()).orShould()
                .dependOnClassesThat().haveFullyQualifiedName(LocalDevices.class.getName()).check(CLASSES);
    }

    @Test
    void onlyLocalDevicesAndTheDoctorNameTheDevices() {
        noClasses().that().resideInAPackage(RUNTIME).and().doNotHaveSimpleName("LocalDevices").and()
                .doNotHaveSimpleName("Doctor").should()
                .dependOnClassesThat().resideInAnyPackage(RUNTIME + ".cpu", RUNTIME + ".cuda").check(CLASSES);
    }

    @Test
    void onlyCudaNamesTheBindingOfNvidiasDriver() {
        noClasses().that().resideOutsideOfPackage(RUNTIME + ".cuda").should().dependOnClassesThat()
                .resideInAPackage("jcuda..").check(CLASSES);
    }

    /** They can be left alone where the JVM has no Vector API. */
    @Test
    void onlyClassesNamedAfterVectorsImportTheVectorApi() {
        noClasses().that().resideOutsideOfPackage(RUNTIME + ".cpu").or().haveSimpleNameNotStartingWith("Vector")
                .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector").check(CLASSES);
    }
}
