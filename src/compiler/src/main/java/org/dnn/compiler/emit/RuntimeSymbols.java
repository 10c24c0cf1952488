package org.dnn.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All that generated code calls of the runtime, and of the Vector API: the only place where their names stand. */
final class RuntimeSymbols {
    private static final String RUNTIME = "org.dnn.runtime";
    private static final String CPU = RUNTIME + ".cpu";

    static final ClassName ELEMENTARY = ClassName.get(CPU, "Elementary");
    static final ClassName VECTOR_BYTES = ClassName.get(CPU, "VectorBytes");
    static final ClassName VECTOR_ELEMENTARY = ClassName.get(CPU, "VectorElementary");
    static final ClassName CPU_PROGRAM = ClassName.get(CPU, "CpuProgram");
    static final ClassName CPU_MEMORY = ClassName.get(CPU, "CpuMemory");
    static final ClassName TRACE = ClassName.get(RUNTIME + ".device", "Trace");
    static final ClassName LANE_SUMS = ClassName.get(CPU, "LaneSums");
    static final ClassName CONVOLUTION_SHAPE = ClassName.get(CPU, "ConvolutionShape");
    static final ClassName WINDOW_SHAPE = ClassName.get(CPU, "WindowShape");

    static final ClassName MACHINE_NESTS = ClassName.get(CPU, "MachineNests");
    static final ClassName NEST_CODE = ClassName.get(CPU, "NestCode");
    static final ClassName ARGUMENT = NEST_CODE.nestedClass("Argument");
    static final ClassName SUM = NEST_CODE.nestedClass("Sum");
    static final ClassName VALUE = ClassName.get(CPU, "Value");
    private static final ClassName COMPARISON = VALUE.nestedClass("Comparison");
    private static final ClassName MACHINE_ELEMENTARY = ClassName.get(CPU, "MachineElementary");

    static final ClassName FORM = ClassName.get(CPU, "Form");
    static final ClassName CPU_TRAINING = ClassName.get(CPU, "CpuTraining");

    private static final String CUDA = RUNTIME + ".cuda";
    static final ClassName CUDA_PROGRAM = ClassName.get(CUDA, "CudaProgram");
    static final ClassName CUDA_MEMORY = ClassName.get(CUDA, "CudaMemory");
    static final ClassName CUDA_TRAINING = ClassName.get(CUDA, "CudaTraining");

    static final ClassName PERSISTENT_KERNEL = ClassName.get(CUDA, "PersistentKernel");

    private static final String TRAIN = RUNTIME + ".train";
    static final ClassName TRAINING_PROGRAM = ClassName.get(TRAIN, "TrainingProgram");
    static final ClassName TRAINING_SETUP = ClassName.get(TRAIN, "TrainingSetup");
    static final ClassName ROLE = ClassName.get(TRAIN, "TensorSetup", "Role");
    static final ClassName FILL = ClassName.get(TRAIN, "Fill");
    static final ClassName MODEL_SETUP = ClassName.get(TRAIN, "ModelSetup");
    static final ClassName CLOCK = ClassName.get(TRAIN, "Clock");
    static final ClassName ARENA_SETUP = ClassName.get(RUNTIME + ".device", "ArenaSetup");

    private static final String PREDICT = RUNTIME + ".predict";
    static final ClassName PREDICTOR = ClassName.get(PREDICT, "Predictor");
    static final ClassName ROW_PLACE = ClassName.get(PREDICT, "RowPlace");
    static final ClassName PROBLEM = ClassName.get(RUNTIME, "Problem");

    private static final String DATA = RUNTIME + ".data";
    static final ClassName DATA_PROGRAM = ClassName.get(DATA, "DataProgram");
    static final ClassName DATA_PLACES = ClassName.get(DATA, "DataPlaces");
    static final ClassName TABLE = ClassName.get(DATA, "Table");
    static final ClassName SOURCE_ROWS = ClassName.get(DATA, "SourceRows");
    static final ClassName SPLIT = ClassName.get(DATA, "Split");
    static final ClassName SHARES = ClassName.get(DATA, "Shares");
    static final ClassName FRACTION = ClassName.get(DATA, "Fraction");
    static final ClassName CSV_FILE = ClassName.get(DATA, "CsvFile");
    static final ClassName CSV_COLUMN = ClassName.get(DATA, "CsvColumn");
    static final ClassName IDX_TABLE = ClassName.get(DATA, "IdxTable");
    static final ClassName MNIST = ClassName.get(DATA, "Mnist");
    static final ClassName GROUPING = ClassName.get(DATA, "Grouping");
    static final ClassName LEARNT = ClassName.get(DATA, "Learnt");
    static final ClassName GENERATED_ROWS = ClassName.get(CPU, "GeneratedRows");

    private static final String VECTOR = "jdk.incubator.vector";
    static final ClassName FLOAT_VECTOR = ClassName.get(VECTOR, "FloatVector");
    static final ClassName VECTOR_OPERATORS = ClassName.get(VECTOR, "VectorOperators");
    static final ClassName VECTOR_MASK = ClassName.get(VECTOR, "VectorMask");

    /** The types that stand by their simple names in printed terms. */
    private static final List<ClassName> IN_TERMS = List.of(VECTOR_ELEMENTARY, ELEMENTARY, FLOAT_VECTOR,
            VECTOR_OPERATORS, MACHINE_ELEMENTARY, COMPARISON);
    private static final Pattern NAMES_IN_TERMS = Pattern
            .compile("\\b(" + IN_TERMS.stream().map(ClassName::simpleName).collect(Collectors.joining("|")) + ")\\.");

    private RuntimeSymbols() {}

    /** Printed terms as code that imports the types they name. */
    static CodeBlock code(String text) {
        String format = text.replace("$", "$$");
        List<Object> types = new ArrayList<>();
        Matcher names = NAMES_IN_TERMS.matcher(format);
        StringBuilder code = new StringBuilder();
        while (names.find()) {
            types.add(IN_TERMS.stream().filter(t -> t.simpleName().equals(names.group(1))).findFirst().orElseThrow());
            names.appendReplacement(code, "\\$T.");
        }
        return CodeBlock.of(names.appendTail(code).toString(), types.toArray());
    }
}
