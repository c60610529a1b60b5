-- The databases of the demo profile (docker-compose.yml); `bordereau sample` fills them.
CREATE DATABASE canal CHARACTER SET utf8mb4;
CREATE DATABASE outband CHARACTER SET utf8mb4;
CREATE DATABASE tigo CHARACTER SET utf8mb4;
GRANT ALL ON canal.* TO 'bordereau'@'%';
GRANT ALL ON outband.* TO 'bordereau'@'%';
GRANT ALL ON tigo.* TO 'bordereau'@'%';
