"""Addresses of the public face; each stays for good."""

from django.urls import path, register_converter

from .addresses import TaskNumber
from .views import departments, home, meetings, site, tasks, themes

register_converter(TaskNumber, "number")

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/<slug:slug>/", meetings.meeting_page, name="meeting"),
    path("themes/<slug:slug>/", themes.theme_page, name="theme"),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/<number:number>/", tasks.task_page, name="task"),
    path("departments/", departments.department_list, name="departments"),
    path("departments/<slug:slug>/", departments.department_page, name="department"),
    path("robots.txt", site.robots, name="robots"),
    path("healthz", site.health, name="health"),
]
