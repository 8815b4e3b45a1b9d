package io.grainflow.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The product's source files, read by the JDK's own parser. */
final class SourceTree {
    /** Tests run in their module's folder. */
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private SourceTree() {}

    /**
     * A method with a body.
     *
     * @param place file and name
     * @param lines from its signature to the closing brace
     */
    record Method(String place, long lines) {}

    /**
     * A piece of text.
     *
     * @param home its package
     */
    record Text(String home, String value) {}

    /** Source files of all modules. */
    static List<Path> files(String folder) {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> files = new ArrayList<>();
            for (Path sources : modules.map(module -> module.resolve(folder))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> all = Files.walk(sources)) {
                    all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All methods of some files. */
    static List<Method> methods(List<Path> files) {
        List<Method> methods = new ArrayList<>();
        parse(files, (positions, unit) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                Tree signature = method.getReturnType();
                long start = positions.getStartPosition(unit, signature == null ? method : signature);
                long end = positions.getEndPosition(unit, method);
                if (method.getBody() != null && start >= 0 && end >= 0) {
                    long lines = unit.getLineMap().getLineNumber(end)
                            - unit.getLineMap().getLineNumber(start)
                            + 1;
                    methods.add(new Method(place(unit) + " " + method.getName(), lines));
                }
                return super.visitMethod(method, null);
            }
        });
        return methods;
    }

    /** All string literals of some files. */
    static List<Text> texts(List<Path> files) {
        List<Text> texts = new ArrayList<>();
        parse(files, (positions, unit) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitLiteral(LiteralTree literal, Void nothing) {
                if (literal.getKind() == Tree.Kind.STRING_LITERAL) {
                    texts.add(new Text(String.valueOf(unit.getPackageName()), String.valueOf(literal.getValue())));
                }
                return super.visitLiteral(literal, null);
            }
        });
        return texts;
    }

    private static String place(CompilationUnitTree unit) {
        return ROOT.relativize(Path.of(unit.getSourceFile().toUri())).toString();
    }

    /** Creates the restoration that inspects a file. */
    private interface Visitor {
        TreeScanner<Void, Void> of(SourcePositions positions, CompilationUnitTree unit);
    }

    private static void parse(List<Path> files, Visitor visitor) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    manager,
                    problem -> {},
                    List.of("-proc:none"),
                    null,
                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                visitor.of(positions, unit).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
