/** Environment variables that `backup.sh` reads. */
export interface BackupEnvironment<Text = string> {
  readonly DB_HOST: Text;
  readonly DB_PORT: Text;
  /** The superuser, which alone can read the passwords of the roles. */
  readonly DB_USER_ADMIN: Text;
  /** The file with its password. */
  readonly DB_PASSWORD_FILE: Text;
  /** File with the CA certificate of Postgres. If it exists, the certificate of Postgres is verified. */
  readonly DB_CA_FILE?: Text;
  /** Mount path of the volume of the backups. */
  readonly BACKUPS_DIR: Text;
  /** Number of backups that are kept. */
  readonly BACKUP_KEEP: Text;
  readonly BACKUP_WAIT_TIMEOUT_SECONDS: Text;
  /** Folder with the mounted volumes of the server, each of which becomes an archive. Empty: there are none. */
  readonly FOLDERS_DIR: Text;
  /** The certificate that backups are encrypted for. Empty: they are not encrypted. */
  readonly CERTIFICATE_FILE: Text;
}

/** Environment variables that `restore-postgres.sh` reads. */
export interface RestoreEnvironment<Text = string> {
  /** Data directory: a directory below the mount path of the volume, not the mount path. */
  readonly PGDATA: Text;
  /** The superuser. */
  readonly POSTGRES_USER: Text;
  /** The file with the password that the superuser has after the restore. */
  readonly POSTGRES_PASSWORD_FILE: Text;
  /** The script that makes an empty data directory. */
  readonly INITIALIZE: Text;
  /** Mount path of the volume of the backups. */
  readonly BACKUPS_DIR: Text;
  /** Mount path of the Secret that asks for a restore, which need not exist. */
  readonly RESTORE_DIR: Text;
  /** Databases that a backup must have, separated by spaces. */
  readonly RESTORE_DATABASES: Text;
  /** Seconds to wait for the next part of a backup that is copied to the volume. */
  readonly RESTORE_WAIT_SECONDS: Text;
}

/** Environment variables that `restore-files.sh` reads. */
export interface RestoreFilesEnvironment<Text = string>
  extends Pick<RestoreEnvironment<Text>, 'BACKUPS_DIR' | 'RESTORE_DIR' | 'RESTORE_WAIT_SECONDS'> {
  /** Folder with the mounted volumes of the server. */
  readonly FOLDERS_DIR: Text;
}

/** Environment variables of the program that copies backups to a bucket and from it. */
export interface S3Environment<Text = string> {
  /** Mount path of the volume of the backups. */
  readonly BACKUPS_DIR: Text;
  /** Number of backups that the bucket keeps. */
  readonly BACKUP_KEEP: Text;
  /** Mount path of the Secret that asks for a restore. Only of a download. */
  readonly RESTORE_DIR: Text;
  readonly S3_ENDPOINT: Text;
  readonly S3_BUCKET: Text;
  readonly S3_PREFIX: Text;
  readonly S3_REGION: Text;
  /** Folder with the files `access-key` and `secret-key`. */
  readonly S3_CREDENTIALS_DIR: Text;
  /** Seconds for which a request is tried again. */
  readonly S3_WAIT_SECONDS: Text;
}
