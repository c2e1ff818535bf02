package io.penstock.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The unpacked programs of PostgreSQL.
 *
 * <p>PostgreSQL refuses to run as root. Root therefore runs them in a user namespace of their own (
 * <code>unshare -U</code>), where they have no privilege.
 */
record PostgresPrograms(Path home) {

  /** Unpacks the archive on the class path, unless this or another stack has done so before. */
  static PostgresPrograms unpack(Path cacheDir) throws IOException, StackProblem {
    String archive = archiveName();
    URL packed = PostgresPrograms.class.getClassLoader().getResource(archive);
    if (packed == null) {
      throw new StackProblem(
          "no PostgreSQL for this machine (%s): use a server of your own: %s"
              .formatted(archive, PartName.POSTGRES.externalSetting()));
    }
    Path home = cacheDir.resolve("postgres-" + fingerprint(packed));
    if (!Files.exists(home)) {
      Files.createDirectories(cacheDir);
      Path unfinished = cacheDir.resolve(home.getFileName() + "-" + UUID.randomUUID());
      extract(packed, unfinished);
      publish(unfinished, home);
    }
    return new PostgresPrograms(home);
  }

  List<String> command(String program, List<String> args) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(args);
    return command;
  }

  /** What a person can do about it, if the log shows that root may not run the programs. */
  static String hint(String log) {
    return log.contains("unshare:")
        ? " (PostgreSQL refuses to run as root, and this machine gives root no user namespace to run it in:"
            + " start as another user, or use a server of your own: "
            + PartName.POSTGRES.externalSetting()
            + ")"
        : "";
  }

  private static String archiveName() {
    String os =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).replace("mac os x", "darwin");
    String arch =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> System.getProperty("os.arch");
        };
    return "postgres-" + os + "-" + arch + ".txz";
  }

  // Tells versions apart, without reading 15 MB at every start.
  private static String fingerprint(URL packed) throws IOException {
    if (packed.openConnection() instanceof JarURLConnection jar) {
      jar.setUseCaches(false);
      try (JarFile file = jar.getJarFile()) {
        ZipEntry entry = file.getEntry(jar.getEntryName());
        return "%08x-%d".formatted(entry.getCrc(), entry.getSize());
      }
    }
    return Long.toString(packed.openConnection().getContentLengthLong());
  }

  private static void extract(URL packed, Path to) throws IOException {
    try (InputStream bytes = new BufferedInputStream(packed.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(bytes))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = to.resolve(entry.getName()).normalize();
        if (!path.startsWith(to)) {
          throw new IOException("entry outside of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(path, to.resolve(entry.getLinkName()).normalize());
        } else {
          Files.copy(tar, path);
          boolean program = path.startsWith(to.resolve("bin"));
          Files.setPosixFilePermissions(
              path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  // Two stacks may unpack at once; the slower one throws its copy away.
  private static void publish(Path unfinished, Path home) throws IOException {
    try {
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.exists(home)) {
        throw e;
      }
      Trees.delete(unfinished);
    }
  }
}
